package org.doclock.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.doclock.Chromium;
import org.doclock.Deployments;
import org.doclock.DevUsers;
import org.doclock.PayaraProcess;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Redis and the server go and come back while somebody types. */
class ServerAwayIT {

    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final int PORT = RedisProcess.freePort();

    private static RedisProcess redis;
    private static PayaraProcess server;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start("--appendonly", "yes", "--appendfsync", "always");
        Deployments.quoting(PROJECT);
        server = startServer();
    }

    @AfterAll
    static void stop() {
        server.close();
        redis.close();
    }

    private static final Duration AWAY = Duration.ofSeconds(20);

    @Test
    void nothingTypedIsLostWhileRedisAndThenTheServerAreAway() {
        URI uri = server.uri();
        Editor alice = Editor.signedIn(Chromium.shared(), uri, "alice", new NewContextOptions());
        alice.edit("id=9&ttl=45");
        long token = alice.token();
        alice.field("title").fill("Typed before");

        redis.kill();
        long killed = System.nanoTime();
        alice.awaits("unavailable");
        assertThat(alice.isOpen()).isTrue();
        alice.type("customer", "typed while Redis was away");
        await().atMost(AWAY.multipliedBy(2))
                .until(() -> System.nanoTime() - killed > AWAY.toNanos());
        assertThat(alice.isOpen()).isTrue();
        redis.restart();
        alice.awaits("held");
        assertThat(alice.token()).isEqualTo(token);
        assertThat(alice.value("customer")).isEqualTo("typed while Redis was away!");

        server.close();
        alice.awaits("offline");
        alice.type("note", "typed while the server was away");
        flush();
        server = startServer();
        alice.awaitsText("You have been signed out.");
        alice.newTab().signIn("alice");
        alice.awaits("lost");
        assertThat(alice.value("title")).isEqualTo("Typed before");
        assertThat(alice.value("customer")).isEqualTo("typed while Redis was away!");
        assertThat(alice.value("note")).isEqualTo("typed while the server was away!");

        alice.press("Edit again");
        alice.awaits("held");
        assertThat(alice.token()).isGreaterThan(token);
        assertThat(alice.value("title")).isNotEqualTo("Typed before");
        alice.press("Put it back");
        assertThat(alice.value("title")).isEqualTo("Typed before");
        assertThat(alice.value("customer")).isEqualTo("typed while Redis was away!");
        assertThat(alice.value("note")).isEqualTo("typed while the server was away!");
        alice.press("Save");
        alice.awaits("free");
        assertThat(alice.errors()).isEmpty();
        alice.close();
    }

    /** As if Redis had come back without what it knew. */
    private static void flush() {
        try (Jedis jedis = redis.connect()) {
            jedis.flushAll();
        }
    }

    private static PayaraProcess startServer() {
        Map<String, String> environment = DevUsers.environment();
        environment.put("DOCLOCK_REDIS_URI", redis.uri().toString());
        return PayaraProcess.start(
                PROJECT, PORT, List.of(Deployments.quoting(PROJECT)), environment, line -> {});
    }
}
