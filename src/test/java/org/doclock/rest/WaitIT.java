package org.doclock.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.doclock.Api;
import org.doclock.RedisProcess;
import org.doclock.SharedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Waiting for a lock, as clients of the REST API do. */
class WaitIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI server = SharedServer.uri();
    private final Api alice = Api.anonymous(server).as("alice");
    private final Api bob = alice.as("bob");
    private final Api app = alice.as("app");
    private final String doc = "quote-" + UUID.randomUUID();
    private Jedis redis;

    @BeforeEach
    void connect() {
        redis = RedisProcess.connect(SharedServer.redis().uri());
    }

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @Test
    void whoWaitsForAFreeDocumentIsAnsweredAtOnce() {
        Api.Answer answer = bob.post("acquire", body("tab-7", ",\"wait\":20"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getString("outcome")).isEqualTo("ACQUIRED");
        assertThat(redis.exists(queueKey())).isFalse();
    }

    @Test
    void whoWaitsIsAnsweredWhenTheDocumentFallsFree() {
        alice.post("acquire", body("tab-1", ""));
        CompletableFuture<Api.Answer> waiting = waits(bob, body("tab-7", ",\"wait\":20"), 1);
        alice.post("release", body("tab-1", ""));
        Api.Answer answer = waiting.orTimeout(3, TimeUnit.SECONDS).join();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getString("outcome")).isEqualTo("ACQUIRED");
        assertThat(answer.lockInfo().getBoolean("mine")).isTrue();
        assertThat(redis.pttl("doc-lock:" + doc)).isGreaterThan(290_000);
        assertThat(redis.exists(queueKey())).isFalse();
    }

    @Test
    void whoWaitsInVainIsRefusedWhenTheTimeIsUp() {
        alice.post("acquire", body("tab-1", ""));
        long begin = System.nanoTime();
        Api.Answer answer = bob.post("acquire", body("tab-7", ",\"wait\":1"));
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(3));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("LOCKED");
        assertThat(answer.json().getString("lockedBy")).isEqualTo("alice");
        assertThat(redis.exists(queueKey())).isFalse();
    }

    @Test
    void whoeverCameFirstIsServedFirst() {
        alice.post("acquire", body("tab-1", ""));
        List<String> served = new ArrayList<>();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String user = "user-" + i;
            String body = body("tab", ",\"userId\":\"" + user + "\",\"wait\":20");
            all.add(
                    waits(app, body, i + 1)
                            .thenAccept(
                                    answer -> {
                                        assertThat(answer.status()).isEqualTo(200);
                                        synchronized (served) {
                                            served.add(user);
                                        }
                                        app.post(
                                                "release",
                                                body("tab", ",\"userId\":\"" + user + "\""));
                                    }));
        }
        alice.post("release", body("tab-1", ""));
        all.forEach(CompletableFuture::join);
        assertThat(served).containsExactly("user-0", "user-1", "user-2", "user-3", "user-4");
    }

    @Test
    void whoGoesAwayWhileTheyWaitKeepsTheDocumentFromNobody() throws IOException {
        alice.post("acquire", body("tab-1", ""));
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            String body = body("tab-7", ",\"wait\":30");
            String request =
                    "POST /api/lock/acquire HTTP/1.1\r\nHost: localhost\r\n"
                            + "Authorization: Basic "
                            + Base64.getEncoder()
                                    .encodeToString("bob:bob".getBytes(StandardCharsets.UTF_8))
                            + "\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length()
                            + "\r\n\r\n"
                            + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            awaitWaiting(1);
        }
        alice.post("release", body("tab-1", ""));
        String other = body("t", ",\"userId\":\"cara\"");
        await().atMost(Duration.ofSeconds(2))
                .until(() -> app.post("acquire", other).status() == 200);
    }

    private CompletableFuture<Api.Answer> waits(Api api, String body, int place) {
        CompletableFuture<Api.Answer> answer =
                CompletableFuture.supplyAsync(
                        () -> api.post("acquire", body), it -> new Thread(it).start());
        awaitWaiting(place);
        return answer;
    }

    private void awaitWaiting(int waiting) {
        await().atMost(PATIENCE).until(() -> redis.zcard(queueKey()) == waiting);
    }

    private String queueKey() {
        return "doc-lock-queue:{doc-lock:" + doc + "}";
    }

    private String body(String session, String more) {
        return "{\"docId\":\"" + doc + "\",\"sessionId\":\"" + session + "\"" + more + "}";
    }
}
