package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.doclock.RedisLook;
import org.doclock.RedisProcess;
import org.doclock.RedisReplicas;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A grant counts once both replicas have it; if they do not, nobody is told that it does. */
class AcknowledgementIT {

    private static final int CALLERS = 32;
    private static final LockOwner ANNA = LockOwner.of("anna").inSession("tab-1");
    private static final LockOwner ANNA_TAB_2 = LockOwner.of("anna").inSession("tab-2");
    private static final LockOwner BOB = LockOwner.of("bob").inSession("tab-1");
    private static final AcquireOptions OPTIONS = AcquireOptions.defaults();
    private static final Duration BOUND = Duration.ofMillis(2500);
    private static final Duration TTL = Duration.ofMinutes(10);

    private static RedisReplicas redis;
    private static LockingService locks;
    private static LockingService carefree;
    private static RedisLook look;

    private String doc;

    @BeforeAll
    static void start() {
        redis = RedisReplicas.start(List.of(Duration.ZERO, Duration.ZERO));
        locks =
                new LockingService(
                        TestSettings.of(
                                redis.master().uri(),
                                new Acknowledgement(2, Duration.ofMillis(400))));
        carefree = new LockingService(TestSettings.of(redis.master().uri()));
        look = RedisLook.at(redis.master().uri());
    }

    @AfterAll
    static void stop() {
        look.close();
        locks.stop();
        carefree.stop();
        redis.close();
    }

    @BeforeEach
    void nameADocument(TestInfo test) {
        doc = test.getDisplayName();
    }

    @AfterEach
    void letTheReplicasGoOn() {
        redis.replicas().forEach(RedisProcess::resume);
        redis.awaitReplicas();
    }

    @Test
    void whoeverIsToldOfAGrantFindsItOnEveryReplica() {
        for (int i = 0; i < 50; i++) {
            locks.acquireLock(doc + i, ANNA);
            for (RedisProcess replica : redis.replicas()) {
                try (RedisLook there = RedisLook.at(replica.uri())) {
                    assertThat(there.redis().get("doc-lock:" + doc + i)).contains("anna");
                }
            }
        }
    }

    @Test
    void aNewGrantIsTakenBack() {
        pauseOne();
        assertNotAcknowledged(() -> locks.acquireLock(doc, ANNA));
        assertThat(look.redis().exists("doc-lock:" + doc)).isFalse();
        resume();
        assertThat(locks.acquireLock(doc, BOB).outcome()).isEqualTo(LockOutcome.ACQUIRED);
    }

    @Test
    void severalNewGrantsAreTakenBackAndOldOnesStay() {
        long token = token(locks.acquireLock(doc + "b", ANNA));
        pauseOne();
        assertNotAcknowledged(
                () -> locks.acquireLocks(List.of(doc + "a", doc + "b", doc + "c"), ANNA, OPTIONS));
        assertThat(carefree.getLockInfos(List.of(doc + "a", doc + "b", doc + "c")))
                .containsOnlyKeys(doc + "b");
        assertThat(carefree.verifyLock(doc + "b", ANNA, token)).isTrue();
    }

    @Test
    void aTakeOverAResumeAndAHandOverAreTakenBack() {
        locks.acquireLock(doc + "a", ANNA);
        long token = token(locks.acquireLock(doc + "b", ANNA));
        locks.releaseLock(doc + "b", ANNA);
        locks.acquireLock(doc + "c", ANNA);
        pauseOne();
        assertNotAcknowledged(() -> locks.acquireLock(doc + "a", ANNA_TAB_2, OPTIONS.takingOver()));
        assertNotAcknowledged(() -> locks.acquireLock(doc + "b", ANNA, OPTIONS.resuming(token)));
        assertNotAcknowledged(
                () -> locks.transferLock(doc + "c", ANNA, OptionalLong.empty(), BOB, TTL));
        assertThat(carefree.getLockInfos(List.of(doc + "a", doc + "b", doc + "c"))).isEmpty();
    }

    @Test
    void aProlongedGrantIsReportedAndNeverTakenBack() {
        long token = token(locks.acquireLock(doc, ANNA, OPTIONS.ttl(Duration.ofSeconds(30))));
        pauseOne();
        assertNotAcknowledged(() -> locks.acquireLock(doc, ANNA, OPTIONS.ttl(TTL)));
        assertNotAcknowledged(
                () -> locks.extendLock(doc, ANNA, OptionalLong.of(token), Optional.of(TTL)));
        assertNotAcknowledged(() -> locks.holdLocks(Map.of(doc, token), ANNA, Optional.of(TTL)));
        assertNotAcknowledged(
                () -> locks.holdLocks(Map.of(doc, token, doc + "b", 1L), ANNA, Optional.of(TTL)));
        assertThat(carefree.verifyLock(doc, ANNA, token)).isTrue();
        assertThat(look.redis().pttl("doc-lock:" + doc)).isGreaterThan(TTL.toMillis() - 10_000);
    }

    @Test
    void aRepeatThatFindsItsGrantIsWaitedForAsWell() {
        pauseOne();
        // As if the connection had been cut before WAIT: it is granted, and replicas do not have
        // it.
        carefree.acquireLock(doc, ANNA, OPTIONS.attempt("a"));
        assertNotAcknowledged(() -> locks.acquireLock(doc, ANNA, OPTIONS.attempt("a")));
    }

    @Test
    void whatGrantsNothingIsNotWaitedFor() {
        locks.acquireLock(doc, ANNA);
        pauseOne();
        assertThat(locks.acquireLock(doc, BOB).outcome()).isEqualTo(LockOutcome.LOCKED);
        assertThat(locks.releaseLock(doc, ANNA).outcome()).isEqualTo(LockOutcome.RELEASED);
    }

    @Test
    void onlyTheVeryGrantIsTakenBack() {
        String text = "{\"userId\":\"bob\",\"timestamp\":1}";
        look.redis().set("doc-lock:" + doc, text);
        LockCommand command =
                new LockCommand(
                        LockScript.TAKE_BACK,
                        doc,
                        List.of(text.replace("bob", "anna"), JsonText.quote(doc)));
        command.on(look.redis());
        assertThat(look.redis().get("doc-lock:" + doc)).isEqualTo(text);
    }

    @Test
    void scriptsThatWereForgottenAreLoadedAgain() {
        for (int round = 0; round < 2; round++) {
            look.redis().scriptFlush();
            long token = token(locks.acquireLock(doc, ANNA));
            look.redis().scriptFlush();
            assertThat(locks.holdLocks(Map.of(doc, token, "x", 1L), ANNA, Optional.empty()))
                    .extracting(LockResult::success)
                    .containsExactlyInAnyOrder(true, false);
            look.redis().scriptFlush();
            assertThat(locks.acquireLocks(List.of(doc + "b", doc + "c"), ANNA, OPTIONS).success())
                    .isTrue();
        }
    }

    @Test
    void deadReplicasAreNoReplicas() {
        redis.replicas().forEach(RedisProcess::kill);
        assertNotAcknowledged(() -> locks.acquireLock(doc, ANNA));
        assertThat(look.redis().exists("doc-lock:" + doc)).isFalse();
        redis.replicas().forEach(RedisProcess::restart);
    }

    @Test
    void ofManyWhoTravelTogetherEachIsToldOfItsOwnGrant() throws Exception {
        LockingService together =
                new LockingService(
                        TestSettings.together(
                                TestSettings.of(
                                        redis.master().uri(),
                                        new Acknowledgement(2, Duration.ofMillis(400)))));
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            for (int i = 0; i < CALLERS; i += 2) {
                together.acquireLock(doc + i, ANNA);
            }
            pauseOne();
            for (Future<?> refused : acquireAll(together, callers)) {
                assertNotAcknowledged(() -> refused(refused));
            }
            assertThat(carefree.getLockInfos(documents())).hasSize(CALLERS / 2);
            resume();
            int before = waits();
            for (Future<?> granted : acquireAll(together, callers)) {
                granted.get();
            }
            assertThat(waits() - before).isBetween(1, CALLERS / 2);
            assertThat(carefree.getLockInfos(documents())).hasSize(CALLERS);
        } finally {
            callers.shutdown();
            together.stop();
        }
    }

    private static int waits() {
        Matcher calls =
                Pattern.compile("cmdstat_wait:calls=(\\d+)")
                        .matcher(look.redis().info("commandstats"));
        assertThat(calls.find()).isTrue();
        return Integer.parseInt(calls.group(1));
    }

    private List<String> documents() {
        return IntStream.range(0, CALLERS).mapToObj(i -> doc + i).toList();
    }

    private List<Future<LockResult>> acquireAll(LockingService service, ExecutorService callers) {
        return documents().stream()
                .map(it -> callers.submit(() -> service.acquireLock(it, ANNA)))
                .toList();
    }

    private static void refused(Future<?> call) throws Throwable {
        try {
            call.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private static void pauseOne() {
        redis.replicas().get(0).pause();
    }

    private static void resume() {
        redis.replicas().get(0).resume();
        redis.awaitReplicas();
    }

    private static void assertNotAcknowledged(ThrowingCallable call) {
        long begin = System.nanoTime();
        assertThatThrownBy(call)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("not acknowledged");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BOUND);
    }

    private static long token(LockResult result) {
        return result.lockInfo().orElseThrow().token();
    }
}
