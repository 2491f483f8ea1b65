package org.doclock.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.doclock.events.LockEventType.ACQUIRED;
import static org.doclock.events.LockEventType.BROKEN;
import static org.doclock.events.LockEventType.EXPIRED;
import static org.doclock.events.LockEventType.RELEASED;
import static org.doclock.events.LockEventType.RENEWED;
import static org.doclock.events.LockEventType.TRANSFERRED;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.doclock.LeastAccess;
import org.doclock.RedisProcess;
import org.doclock.locking.AcquireOptions;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockingService;
import org.doclock.locking.Locks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.params.SetParams;

/** What the live view tells, and that it is what Redis has, whatever happens in between. */
class LiveViewIT {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration IN_THE_END = Duration.ofSeconds(10);
    private static final LockOwner ANNA = LockOwner.of("anna").named("Anna A.").inSession("tab-1");
    private static final LockOwner BEN = LockOwner.of("ben").inSession("tab-9");

    private final RedisProcess redis = RedisProcess.start(LeastAccess.redisOptions());
    private final Jedis look = redis.connect();
    private final LockingService locks =
            Locks.at(URI.create("redis://" + LeastAccess.USER_INFO + "127.0.0.1:" + redis.port()));
    private final EventSettings settings =
            new EventSettings(Duration.ofMillis(400), Duration.ofMillis(500));
    private final LockEvents events = new LockEvents(locks, settings);
    private final LiveView view = new LiveView(events, locks, settings);
    private final Heard heard = new Heard();

    @BeforeEach
    void listen() {
        view.listen(heard);
        awaitLive(1);
    }

    @AfterEach
    void end() {
        view.stop();
        events.stop();
        Locks.close(locks);
        look.close();
        redis.close();
    }

    // ---- what is told

    @Test
    void everyChangeIsToldWithTheLockThatStandsAndTheOneThatEnded() {
        DocumentLock lock = locks.acquireLock("quote-1", ANNA).lockInfo().orElseThrow();
        awaitTypes(ACQUIRED);
        assertThat(heard.last().lock().orElseThrow().token()).isEqualTo(lock.token());
        assertThat(heard.last().lock().orElseThrow().sessionId()).contains("tab-1");
        assertThat(heard.last().previous()).isEmpty();

        locks.extendLock(
                "quote-1", ANNA, OptionalLong.empty(), Optional.of(Duration.ofMinutes(10)));
        awaitTypes(ACQUIRED, RENEWED);
        assertThat(heard.last().lock().orElseThrow().expiresAt()).isGreaterThan(lock.expiresAt());

        locks.transferLock("quote-1", ANNA, OptionalLong.empty(), BEN, Duration.ofSeconds(30));
        awaitTypes(ACQUIRED, RENEWED, TRANSFERRED);
        assertThat(heard.last().previous().orElseThrow().userId()).isEqualTo("anna");
        assertThat(heard.last().lock().orElseThrow().userId()).isEqualTo("ben");

        locks.releaseLock("quote-1", BEN);
        awaitTypes(ACQUIRED, RENEWED, TRANSFERRED, RELEASED);
        assertThat(heard.last().lock()).isEmpty();
        assertThat(heard.last().previous().orElseThrow().userId()).isEqualTo("ben");

        locks.acquireLock("quote-1", ANNA);
        locks.forceReleaseLock("quote-1", "root", Optional.of("leave"), OptionalLong.empty());
        awaitTypes(ACQUIRED, RENEWED, TRANSFERRED, RELEASED, ACQUIRED, BROKEN);
        assertThat(heard.last().by()).contains("root");
        assertThat(heard.last().reason()).contains("leave");
        assertShownAsInRedis();
    }

    @Test
    void aLockThatEndsByItselfIsToldWithoutKeyspaceNotifications() {
        assertThat(look.configGet("notify-keyspace-events").get("notify-keyspace-events"))
                .isEmpty();
        DocumentLock lock = shortLock("quote-1", 300);
        awaitTypes(ACQUIRED, EXPIRED);
        assertThat(heard.last().at()).isEqualTo(lock.expiresAt());
        assertThat(heard.last().previous().orElseThrow().token()).isEqualTo(lock.token());
        assertShownAsInRedis();
    }

    @Test
    void aReleaseThatReleasedNothingIsNotTold() {
        locks.releaseLock("quote-1", ANNA);
        locks.acquireLock("quote-1", ANNA);
        locks.releaseLock("quote-1", ANNA, OptionalLong.of(1), Duration.ZERO);
        locks.releaseLock("quote-1", BEN);
        locks.releaseLock("quote-1", ANNA);
        awaitTypes(ACQUIRED, RELEASED);
    }

    @Test
    void aReleaseWithAGraceEndsWhenTheGraceDoes() {
        locks.acquireLock("quote-1", ANNA);
        locks.releaseLock("quote-1", ANNA, OptionalLong.empty(), Duration.ofMillis(200));
        awaitTypes(ACQUIRED, RENEWED, EXPIRED);
    }

    @Test
    void aLockUnderNoticeEndsAsBroken() {
        locks.acquireLock("quote-1", ANNA);
        String text = look.get("doc-lock:quote-1");
        String noticed =
                text.substring(0, text.length() - 1)
                        + ",\"ending\":{\"by\":\"root\",\"reason\":\"leave\"}}";
        look.set("doc-lock:quote-1", noticed, SetParams.setParams().px(300));
        long end = look.pexpireTime("doc-lock:quote-1");
        look.publish(
                "doc-lock-events",
                "{\"type\":\"renewed\",\"docId\":\"quote-1\",\"at\":%d,\"expiresAt\":%d,\"lock\":%s}"
                        .formatted(end - 300, end, noticed));
        await().atMost(SOON.multipliedBy(2)).until(() -> heard.types().contains(BROKEN));
        assertThat(heard.types()).containsExactly(ACQUIRED, RENEWED, BROKEN);
        assertThat(heard.last().by()).contains("root");
        assertThat(heard.last().reason()).contains("leave");
    }

    @Test
    void onlyThoseDocumentsAreToldThatWereAskedFor() {
        Heard one = new Heard();
        Registration registration = view.listen(Set.of("quote-1", "quote-2"), one);
        assertThat(one.signals()).containsExactly("live");
        locks.acquireLock("quote-3", ANNA);
        locks.acquireLock("quote-2", ANNA);
        await().atMost(SOON).until(() -> one.events().size() == 1);
        assertThat(one.last().documentId()).isEqualTo("quote-2");
        registration.close();
        locks.acquireLock("quote-1", ANNA);
        await().atMost(SOON).until(() -> heard.events().size() == 3);
        assertThat(one.events()).hasSize(1);
    }

    // ---- what nobody publishes

    @Test
    void locksOfOtherProgramsAreFoundAndTheirEndsToo() {
        foreign("quote-1", "{\"userId\":\"legacy\",\"timestamp\":1}", 5_000);
        foreign("quote-2", "{\"userId\":\"legacy\",\"timestamp\":2}", 700);
        look.set("doc-lock:quote-3", "not a lock");
        await().atMost(IN_THE_END)
                .until(() -> heard.types().stream().filter(ACQUIRED::equals).count() == 3);
        await().atMost(IN_THE_END).until(() -> heard.types().contains(EXPIRED));
        assertThat(heard.last().documentId()).isEqualTo("quote-2");
        look.del("doc-lock:quote-1");
        await().atMost(IN_THE_END).until(() -> heard.types().contains(RELEASED));
        assertShownAsInRedis();
    }

    @Test
    void aRenewalThatNobodyPublishedIsFoundBeforeAnEndIsTold() {
        shortLock("quote-1", 300);
        look.pexpire("doc-lock:quote-1", 60_000);
        await().atMost(IN_THE_END).until(() -> heard.types().contains(RENEWED));
        assertThat(heard.types()).containsExactly(ACQUIRED, RENEWED);
        assertShownAsInRedis();
    }

    @Test
    void anEmptiedRedisIsNoticed() {
        locks.acquireLock("quote-1", ANNA);
        look.flushAll();
        await().atMost(IN_THE_END).until(() -> heard.types().contains(RELEASED));
        assertShownAsInRedis();
    }

    // ---- what is lost and comes back

    @Test
    void aLostConnectionIsToldAndWhatHappenedMeanwhileIsFound() {
        locks.acquireLock("quote-1", ANNA);
        awaitTypes(ACQUIRED);
        for (int i = 2; i <= 4; i++) {
            look.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
            locks.acquireLock("quote-" + i, ANNA);
            awaitLive(i);
            assertShownAsInRedis();
        }
        assertThat(heard.signals())
                .containsExactly(
                        "live", "not live", "live", "not live", "live", "not live", "live");
        assertThat(heard.types()).containsExactly(ACQUIRED, ACQUIRED, ACQUIRED, ACQUIRED);
    }

    @Test
    void aRedisThatWasKilledAndComesBackEmptyIsFollowed() {
        locks.acquireLock("quote-1", ANNA);
        awaitTypes(ACQUIRED);
        redis.kill();
        await().atMost(SOON).until(() -> heard.signals().size() == 2);
        assertThat(view.locks()).isEmpty();
        redis.restart();
        locks.acquireLock("quote-2", BEN);
        awaitLive(2);
        assertThat(heard.types()).contains(RELEASED);
        await().atMost(SOON).until(() -> heard.types().contains(RELEASED));
        assertThat(view.locks().orElseThrow().locks())
                .extracting(DocumentLock::documentId)
                .containsExactly("quote-2");
    }

    @Test
    void aConnectionThatIsSilentlyDeadIsNoticed() {
        redis.pause();
        await().atMost(IN_THE_END).until(() -> heard.signals().contains("not live"));
        redis.resume();
        awaitLive(2);
        locks.acquireLock("quote-1", ANNA);
        awaitTypes(ACQUIRED);
    }

    // ---- what it costs, and when

    @Test
    void changesAreNumberedAndKeptForWhoWasAway() {
        locks.acquireLock("quote-1", ANNA);
        awaitTypes(ACQUIRED);
        long version = view.version();
        locks.acquireLock("quote-2", ANNA);
        locks.releaseLock("quote-1", ANNA);
        awaitTypes(ACQUIRED, ACQUIRED, RELEASED);
        assertThat(view.version()).isEqualTo(version + 2);
        assertThat(view.changesSince(version).orElseThrow())
                .extracting(LockEvent::type)
                .containsExactly(ACQUIRED, RELEASED);
        assertThat(view.changesSince(version + 2).orElseThrow()).isEmpty();
        assertThat(view.changesSince(version + 3)).isEmpty();
    }

    @Test
    void everyLockIsKnownFromTheBeginningThoughTheyChangeMeanwhile() throws Exception {
        view.stop();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            ids.add("quote-" + i);
            look.set(
                    "doc-lock:other-" + i,
                    "{\"userId\":\"legacy\"}",
                    SetParams.setParams().px(60_000));
        }
        Thread writer =
                new Thread(
                        () ->
                                ids.forEach(
                                        id -> {
                                            locks.acquireLock(id, ANNA);
                                            if (id.endsWith("7")) {
                                                locks.releaseLock(id, ANNA);
                                            }
                                        }));
        writer.start();
        for (int round = 0; writer.isAlive(); round++) {
            LiveView another =
                    new LiveView(
                            events,
                            locks,
                            new EventSettings(Duration.ofMinutes(1), Duration.ofMinutes(1)));
            await().atMost(IN_THE_END).until(() -> another.locks().isPresent());
            another.stop();
        }
        writer.join();
        await().atMost(IN_THE_END).until(() -> view.locks().isPresent());
        assertShownAsInRedis();
    }

    @Test
    void nothingGoesOnWhileNobodyLooks() {
        assertThat(threads()).contains("doclock-live-view", "doclock-events");
        view.stop();
        await().atMost(Duration.ofSeconds(20)).until(() -> threads().isEmpty());
        assertThat(view.locks()).isEmpty();
        await().atMost(IN_THE_END).until(() -> view.locks().isPresent());
    }

    // ----

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(it -> it.startsWith("doclock-events") || it.startsWith("doclock-live"))
                .collect(Collectors.toSet());
    }

    private DocumentLock shortLock(String documentId, int millis) {
        return locks.acquireLock(
                        documentId, ANNA, AcquireOptions.defaults().ttl(Duration.ofMillis(millis)))
                .lockInfo()
                .orElseThrow();
    }

    private void foreign(String documentId, String text, int millis) {
        look.set("doc-lock:" + documentId, text, SetParams.setParams().px(millis));
    }

    private void awaitLive(int times) {
        await().atMost(IN_THE_END)
                .until(
                        () ->
                                heard.signals().stream().filter("live"::equals).count() >= times
                                        && view.locks().isPresent());
    }

    private void awaitTypes(LockEventType... types) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(heard.types()).containsExactly(types));
    }

    /** The same documents, holders, tokens and ends. */
    private void assertShownAsInRedis() {
        await().atMost(IN_THE_END)
                .untilAsserted(
                        () -> {
                            Map<String, List<Object>> shown =
                                    view.locks().orElseThrow().locks().stream()
                                            .collect(
                                                    Collectors.toMap(
                                                            DocumentLock::documentId,
                                                            LiveViewIT::facts));
                            assertThat(shown)
                                    .isEqualTo(
                                            locks.getAllLocks().stream()
                                                    .collect(
                                                            Collectors.toMap(
                                                                    DocumentLock::documentId,
                                                                    LiveViewIT::facts)));
                        });
    }

    private static List<Object> facts(DocumentLock lock) {
        return List.of(lock.userId(), lock.sessionId(), lock.token(), lock.expiresAt());
    }
}
