package org.doclock.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.doclock.Api;
import org.doclock.EventClient;
import org.doclock.EventClient.Frame;
import org.doclock.SharedServer;
import org.doclock.security.Browser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** What clients of an event stream are told, over HTTP. */
class EventStreamIT {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration IN_THE_END = Duration.ofSeconds(10);

    /** Of events with 2 KB each. */
    private static final int MUCH = 10_000;

    private final Api anonymous = Api.anonymous(SharedServer.uri());
    private final Api alice = anonymous.as("alice");
    private final Api bob = anonymous.as("bob");
    private final String doc = "events-" + UUID.randomUUID();
    private final List<EventClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(EventClient::close);
        alice.post("release", body(""));
        bob.post("release", body(""));
    }

    // ---- what is told

    @Test
    void aStreamBeginsWithHowTheDocumentsStand() {
        acquire(alice, "tab-1");
        EventClient stream = follow("alice", "tab-1", doc, "events-free/%2F&");
        Frame snapshot = awaitFirst(stream, "snapshot");
        assertThat(stream.head()).startsWith("HTTP/1.1 200");
        assertThat(stream.head().toLowerCase())
                .contains(
                        "content-type: text/event-stream;charset=utf-8", "cache-control: no-store");
        assertThat(snapshot.id()).matches("[0-9a-f]{8}\\.\\d+");
        assertThat(snapshot.data().getBoolean("live")).isTrue();
        assertThat(snapshot.data().getJsonArray("locks")).hasSize(2);
        JsonObject held = snapshot.data().getJsonArray("locks").getJsonObject(0);
        assertThat(held.getString("docId")).isEqualTo(doc);
        assertThat(held.getBoolean("isLocked")).isTrue();
        assertThat(held.getJsonObject("lockInfo").getBoolean("mine")).isTrue();
        JsonObject free = snapshot.data().getJsonArray("locks").getJsonObject(1);
        assertThat(free.getString("docId")).isEqualTo("events-free/%2F&");
        assertThat(free.getBoolean("isLocked")).isFalse();
        assertThat(free).doesNotContainKey("lockInfo");
    }

    @Test
    void everyChangeIsToldWithinASecond() {
        EventClient stream = follow("bob", "tab-9", doc);
        awaitFirst(stream, "snapshot");
        acquire(alice, "tab-1");
        Frame acquired = awaitFirst(stream, "acquired");
        assertThat(acquired.data().getString("type")).isEqualTo("acquired");
        assertThat(acquired.data().getBoolean("isLocked")).isTrue();
        assertThat(acquired.lockInfo().getString("userId")).isEqualTo("alice");

        alice.post("extend", body(",\"sessionId\":\"tab-1\",\"ttl\":600"));
        assertThat(awaitFirst(stream, "renewed").lockInfo().getJsonNumber("remaining").longValue())
                .isBetween(590_000L, 600_000L);

        alice.post("release", body(",\"sessionId\":\"tab-1\""));
        Frame released = awaitFirst(stream, "released");
        assertThat(released.data().getBoolean("isLocked")).isFalse();
        assertThat(released.data()).doesNotContainKey("lockInfo");
        assertThat(released.data().getJsonObject("previous").getString("userId"))
                .isEqualTo("alice");

        alice.post("acquire", body(",\"ttl\":1"));
        await().atMost(SOON.multipliedBy(2)).until(() -> stream.first("expired").isPresent());
        Frame expired = stream.first("expired").orElseThrow();
        assertThat(expired.data().getJsonObject("previous").getString("userId")).isEqualTo("alice");

        acquire(alice, "tab-1");
        anonymous.as("admin").post("force-release", body(",\"reason\":\"leave\""));
        Frame broken = awaitFirst(stream, "broken");
        assertThat(broken.data().getString("by")).isEqualTo("admin");
        assertThat(broken.data().getString("reason")).isEqualTo("leave");
        assertThat(stream.types())
                .containsExactly(
                        "snapshot",
                        "acquired",
                        "renewed",
                        "released",
                        "acquired",
                        "expired",
                        "acquired",
                        "broken");
    }

    @Test
    void onlyTheHoldersOtherTabsAreToldThatItIsTheSameUser() {
        EventClient otherTab = follow("alice", "tab-2", doc);
        EventClient stranger = follow("bob", "tab-9", doc);
        EventClient another = follow("alice", "tab-3", doc);
        List.of(otherTab, stranger, another).forEach(it -> awaitFirst(it, "snapshot"));
        acquire(alice, "tab-1");
        assertThat(awaitFirst(otherTab, "acquired").lockInfo().getBoolean("sameUser")).isTrue();
        assertThat(awaitFirst(stranger, "acquired").lockInfo().getBoolean("sameUser")).isFalse();
        assertThat(awaitFirst(another, "acquired").lockInfo().getBoolean("sameUser")).isTrue();
    }

    @Test
    void aWishToEditIsToldToTheHolderAndToWhoeverAsksAndThenTheHandOver() {
        acquire(alice, "tab-1");
        EventClient holder = follow("alice", "tab-1", doc);
        EventClient asker = follow("bob", "tab-9", doc);
        EventClient others = follow("bob", "tab-8", doc);
        awaitAll("snapshot", holder, asker, others);
        bob.post("request", body(",\"sessionId\":\"tab-9\",\"message\":\"please\\n\""));
        for (EventClient stream : List.of(holder, asker)) {
            JsonObject request = awaitFirst(stream, "requested").data().getJsonObject("request");
            assertThat(request.getString("userId")).isEqualTo("bob");
            assertThat(request.getString("message")).isEqualTo("please\n");
            assertThat(request).doesNotContainKeys("sessionId", "ended");
        }
        EventClient later = follow("alice", "tab-1", doc);
        assertThat(
                        awaitFirst(later, "snapshot")
                                .data()
                                .getJsonArray("locks")
                                .getJsonObject(0)
                                .getJsonArray("requests"))
                .hasSize(1);
        alice.post("hand-over", body(",\"sessionId\":\"tab-1\",\"toUserId\":\"bob\""));
        awaitAll("transferred", holder, asker, others);
        JsonObject forAsker = asker.first("transferred").orElseThrow().lockInfo();
        assertThat(forAsker.getBoolean("mine")).isTrue();
        assertThat(forAsker).containsKeys("token", "sessionId");
        assertThat(others.first("transferred").orElseThrow().lockInfo())
                .doesNotContainKeys("token", "sessionId");
        assertThat(others.types()).doesNotContain("requested");
        bob.post("release", body(",\"sessionId\":\"tab-9\""));
    }

    // ---- who is told what

    @Test
    void tokenAndSessionAreShownToTheRightfulViewerOnly() {
        EventClient own = follow("alice", "tab-1", doc);
        EventClient otherTab = follow("alice", "tab-2", doc);
        EventClient stranger = follow("bob", "tab-1", doc);
        EventClient admin = follow("admin", "tab-1", doc);
        awaitAll("snapshot", own, otherTab, stranger, admin);
        acquire(alice, "tab-1");
        awaitAll("acquired", own, otherTab, stranger, admin);
        assertThat(own.first("acquired").orElseThrow().lockInfo())
                .containsKeys("token", "sessionId");
        assertThat(otherTab.first("acquired").orElseThrow().lockInfo())
                .doesNotContainKeys("token", "sessionId");
        assertThat(stranger.first("acquired").orElseThrow().lockInfo())
                .doesNotContainKeys("token", "sessionId");
        assertThat(admin.first("acquired").orElseThrow().lockInfo())
                .containsKey("token")
                .doesNotContainKey("sessionId");
    }

    @Test
    void onlyAdministratorsFollowAllDocuments() {
        assertError(get("alice", "/api/lock/events"), 403, "FORBIDDEN");
        acquire(alice, "tab-1");
        EventClient admin = follow("admin", "tab-1");
        Frame snapshot = awaitFirst(admin, "snapshot");
        assertThat(snapshot.data().getJsonArray("locks").getValuesAs(JsonObject.class))
                .allMatch(it -> it.getBoolean("isLocked"))
                .anyMatch(it -> it.getString("docId").equals(doc));
        alice.post("release", body(",\"sessionId\":\"tab-1\""));
        await().atMost(SOON)
                .until(
                        () ->
                                admin.frames().stream()
                                        .anyMatch(
                                                it ->
                                                        it.type().equals("released")
                                                                && it.data()
                                                                        .getString("docId")
                                                                        .equals(doc)));
    }

    @Test
    void whatCannotBeFollowedIsRefusedInTheOneShape() {
        assertThat(anonymous.get("/api/lock/events?docId=a").status()).isEqualTo(401);
        assertError(get("alice", "/api/lock/events?docId="), 400, "INVALID_REQUEST");
        assertError(
                get("alice", "/api/lock/events?docId=" + "x".repeat(257)), 400, "INVALID_REQUEST");
        assertError(
                alice.get("/api/lock/events?docId=a", "X-Lock-Session", "x".repeat(65)),
                400,
                "INVALID_REQUEST");
        assertError(
                alice.get("/api/lock/events?docId=a", "Accept", "application/json"),
                406,
                "NOT_ACCEPTABLE");
        assertError(
                get("alice", "/api/lock/events?docId=" + "a&docId=".repeat(1_000) + "a"),
                400,
                "INVALID_REQUEST");
    }

    // ---- who was away

    @Test
    void whoComesBackIsToldWhatWasMissedAndNoMore() {
        EventClient stream = follow("bob", "tab-9", doc);
        awaitFirst(stream, "snapshot");
        acquire(alice, "tab-1");
        String last = awaitFirst(stream, "acquired").id();
        stream.close();
        alice.post("extend", body(",\"sessionId\":\"tab-1\",\"ttl\":600"));
        acquire(alice, "tab-1", doc + "-other");
        alice.post("release", body(",\"sessionId\":\"tab-1\""));
        EventClient again = followAfter(last);
        await().atMost(SOON).until(() -> again.types().equals(List.of("renewed", "released")));
        alice.post("release", "{\"docId\":\"" + doc + "-other\"}");
        acquire(alice, "tab-1");
        await().atMost(SOON)
                .until(() -> again.types().equals(List.of("renewed", "released", "acquired")));
        for (String unknown : List.of("00000000.5", last + "000000", "what?", last + "x")) {
            EventClient anew = followAfter(unknown);
            assertThat(awaitFirst(anew, "snapshot").data().getJsonArray("locks")).hasSize(1);
        }
    }

    @Test
    void whoComesBackIsNotToldWhatOthersAreAsked() {
        acquire(alice, "tab-1");
        EventClient stranger = follow("bob", "tab-9", doc);
        String last = awaitFirst(stranger, "snapshot").id();
        stranger.close();
        EventClient holder = follow("alice", "tab-1", doc);
        awaitFirst(holder, "snapshot");
        bob.post("request", body(",\"sessionId\":\"tab-5\""));
        awaitFirst(holder, "requested");
        alice.post("extend", body(",\"sessionId\":\"tab-1\",\"ttl\":600"));
        EventClient again = followAfter(last);
        awaitFirst(again, "renewed");
        assertThat(again.types()).containsExactly("renewed");
        Frame snapshot = awaitFirst(follow("bob", "tab-9", doc), "snapshot");
        JsonObject shown = snapshot.data().getJsonArray("locks").getJsonObject(0);
        assertThat(shown.getJsonObject("lockInfo")).doesNotContainKeys("token", "sessionId");
        assertThat(shown).doesNotContainKey("requests");
    }

    @Test
    void aLostConnectionToRedisIsToldAndThenHowTheDocumentsStand() {
        EventClient stream = follow("bob", "tab-9", doc);
        String before = awaitFirst(stream, "snapshot").id();
        acquire(alice, "tab-1");
        awaitFirst(stream, "acquired");
        try (Jedis redis = SharedServer.redis().connect()) {
            redis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
        }
        await().atMost(IN_THE_END)
                .until(
                        () ->
                                stream.types()
                                        .equals(
                                                List.of(
                                                        "snapshot",
                                                        "acquired",
                                                        "not-live",
                                                        "snapshot")));
        Frame anew = stream.frames().get(3);
        assertThat(anew.data().getJsonArray("locks").getJsonObject(0).getBoolean("isLocked"))
                .isTrue();
        // Whoever was away meanwhile has missed nothing either.
        EventClient again = followAfter(before);
        awaitFirst(again, "acquired");
        assertThat(again.types()).containsExactly("acquired");
        alice.post("release", body(",\"sessionId\":\"tab-1\""));
        awaitAll("released", stream, again);
    }

    // ---- who goes away

    @Test
    void whoSignsOutIsToldNoMore() {
        Browser browser = new Browser(SharedServer.uri());
        browser.signIn("alice", "alice");
        EventClient stream =
                EventClient.openSignedIn(
                        SharedServer.uri(), browser.cookie().orElseThrow(), path(doc));
        clients.add(stream);
        EventClient other = follow("alice", "tab-1", doc);
        awaitAll("snapshot", stream, other);
        browser.signOut();
        await().atMost(Duration.ofSeconds(3)).until(stream::isEnded);
        assertThat(other.isEnded()).isFalse();
    }

    @Test
    void aUserHasAtMostTwentyStreamsAndThoseOfGoneClientsAreGivenBack() {
        for (int i = 0; i < 20; i++) {
            awaitFirst(follow("dora", "tab-1", doc), "snapshot");
        }
        assertError(get("dora", "/api/lock/events?docId=" + doc), 429, "TOO_MANY_REQUESTS");
        awaitFirst(follow("alice", "tab-1", doc), "snapshot");
        clients.get(0).close();
        clients.get(1).reset();
        // Nothing happens to the document: the pings find out who is gone, whichever first.
        await().atMost(Duration.ofSeconds(22)).until(() -> isFollowing("dora"));
        await().atMost(Duration.ofSeconds(22)).until(() -> isFollowing("dora"));
        EventClient quiet = clients.get(2);
        assertThat(quiet.pings()).isPositive();
        assertThat(quiet.isEnded()).isFalse();
    }

    private boolean isFollowing(String user) {
        EventClient one = follow(user, "tab-1", doc);
        await().until(() -> !one.head().isEmpty());
        return one.head().contains("200");
    }

    @Test
    void aClientWhoDoesNotReadIsGivenUpAndKeepsNobodyElseWaiting() {
        acquire(alice, "tab-1");
        EventClient reading = follow("bob", "tab-9", doc);
        awaitFirst(reading, "snapshot");
        EventClient idle = EventClient.openWithoutReading(SharedServer.uri(), "bob", path(doc));
        clients.add(idle);
        int sent = 0;
        try (Jedis redis = SharedServer.redis().connect()) {
            String message =
                    "{\"type\":\"renewed\",\"docId\":\"%s\",\"at\":1,\"expiresAt\":%d,\"reason\":\"%s\",\"lock\":%s}"
                            .formatted(
                                    doc,
                                    redis.pexpireTime("doc-lock:" + doc),
                                    "x".repeat(2000),
                                    redis.get("doc-lock:" + doc));
            // So much that the network between the two cannot hold it.
            while (sent < MUCH) {
                for (int i = 0; i < 200; i++) {
                    redis.publish("doc-lock-events", message);
                }
                sent += 200;
                int told = sent;
                await().atMost(IN_THE_END)
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> reading.count() > told);
            }
        }
        assertThat(reading.isEnded()).isFalse();
        idle.readOn();
        await().atMost(IN_THE_END).until(idle::isEnded);
        assertThat(idle.count()).isLessThan(sent);
    }

    // ----

    private EventClient follow(String user, String session, String... docs) {
        return follow(user, Map.of("X-Lock-Session", session), docs);
    }

    private EventClient followAfter(String eventId) {
        return follow("bob", Map.of("X-Lock-Session", "tab-9", "Last-Event-ID", eventId), doc);
    }

    private static String path(String... docs) {
        StringBuilder path = new StringBuilder("/api/lock/events?");
        for (String it : docs) {
            path.append("docId=").append(URLEncoder.encode(it, StandardCharsets.UTF_8)).append('&');
        }
        return path.toString();
    }

    private EventClient follow(String user, Map<String, String> headers, String... docs) {
        EventClient client = EventClient.open(SharedServer.uri(), user, path(docs), headers);
        clients.add(client);
        return client;
    }

    /** For what should be refused: a stream that begins instead would not end for minutes. */
    private Api.Answer get(String user, String path) {
        Api caller = anonymous.as(user);
        return CompletableFuture.supplyAsync(() -> caller.get(path, "Accept", "text/event-stream"))
                .orTimeout(IN_THE_END.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private void acquire(Api user, String session) {
        acquire(user, session, doc);
    }

    private static void acquire(Api user, String session, String doc) {
        assertThat(
                        user.post(
                                        "acquire",
                                        "{\"docId\":\"%s\",\"sessionId\":\"%s\"}"
                                                .formatted(doc, session))
                                .status())
                .isEqualTo(200);
    }

    private String body(String more) {
        return "{\"docId\":\"" + doc + "\"" + more + "}";
    }

    private static Frame awaitFirst(EventClient stream, String type) {
        await().atMost(type.equals("snapshot") ? IN_THE_END : SOON)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> stream.first(type).isPresent());
        return stream.first(type).orElseThrow();
    }

    private static void awaitAll(String type, EventClient... streams) {
        for (EventClient stream : streams) {
            awaitFirst(stream, type);
        }
    }

    private static void assertError(Api.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }
}
