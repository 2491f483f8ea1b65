package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** A Redis that is away, hangs or comes back: nobody waits for long, and nothing is granted. */
class RedisAwayIT {

    private static final Duration BOUND = Duration.ofMillis(2500);
    private static final int CALLERS = 100;
    private static final LockOwner ANNA = LockOwner.of("anna").inSession("tab-1");

    private final RedisProcess redis = RedisProcess.start();
    private final LockingService locks = new LockingService(TestSettings.of(redis.uri()));
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    @AfterEach
    void end() {
        callers.shutdownNow();
        redis.resume();
        redis.close();
        locks.stop();
    }

    @Test
    void aKilledRedisIsReportedAtOnceAndForgottenWhenItIsBack() throws Exception {
        long token = locks.acquireLock("quote-1", ANNA).lockInfo().orElseThrow().token();
        warmUp();
        redis.kill();
        assertEveryCallerIsToldWithinTheBound();
        redis.restart();
        LockResult result =
                await().atMost(Duration.ofSeconds(1))
                        .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                        .until(() -> locks.acquireLock("quote-1", ANNA), it -> true);
        assertThat(result.outcome()).isEqualTo(LockOutcome.ACQUIRED);
        assertThat(result.lockInfo().orElseThrow().token()).isGreaterThan(token);
    }

    @Test
    void aRestartBetweenTwoCallsIsNotNoticed() {
        for (int restart = 0; restart < 5; restart++) {
            locks.acquireLock("quote-1", ANNA);
            locks.acquireLock("quote-2", ANNA);
            redis.kill();
            redis.restart();
            assertThat(locks.acquireLock("quote-1", ANNA).outcome())
                    .isEqualTo(LockOutcome.ACQUIRED);
            assertThat(locks.getAllLocks()).hasSize(1);
            assertThat(locks.releaseLock("quote-1", ANNA).outcome())
                    .isEqualTo(LockOutcome.RELEASED);
        }
    }

    @Test
    void aHangingRedisIsReportedWithinTheBoundAndServesAgain() throws Exception {
        warmUp();
        redis.pause();
        assertEveryCallerIsToldWithinTheBound();
        redis.resume();
        await().atMost(Duration.ofSeconds(2)).untilAsserted(this::assertEveryCallerIsServed);
    }

    @Test
    void aServiceStartsWithoutRedisAndServesWhenItAppears() {
        redis.kill();
        LockingService early = new LockingService(TestSettings.of(redis.uri()));
        assertThatThrownBy(() -> early.acquireLock("quote-1", ANNA))
                .isInstanceOf(StoreUnavailableException.class);
        redis.restart();
        assertThat(early.acquireLock("quote-1", ANNA).success()).isTrue();
        early.stop();
    }

    @Test
    void anAcquireThatWasGivenUpIsFoundByTheNextOne() {
        locks.acquireLock("quote-0", ANNA);
        redis.pause();
        assertThatThrownBy(
                        () ->
                                locks.acquireLock(
                                        "quote-1", ANNA, AcquireOptions.defaults().attempt("a")))
                .isInstanceOf(StoreUnavailableException.class);
        redis.resume();
        // The command was on its way: the lock stands, and its owner finds it.
        LockResult next =
                locks.acquireLock("quote-1", ANNA, AcquireOptions.defaults().attempt("a"));
        assertThat(next.outcome()).isEqualTo(LockOutcome.ACQUIRED);
        assertThat(locks.releaseLock("quote-1", ANNA).outcome()).isEqualTo(LockOutcome.RELEASED);
    }

    @Test
    void aRedisThatMayNotWriteIsReported() {
        locks.acquireLock("quote-1", ANNA);
        try (Jedis admin = redis.connect()) {
            admin.configSet("maxmemory", "1");
            admin.configSet("maxmemory-policy", "noeviction");
            assertThatThrownBy(() -> locks.acquireLock("quote-2", ANNA))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageNotContaining("OOM");
            assertThat(locks.isLocked("quote-1")).isTrue();
            admin.configSet("maxmemory", "0");
        }
        assertThat(locks.acquireLock("quote-2", ANNA).success()).isTrue();
    }

    @Test
    void severalDocumentsAreRefusedTogetherWithinTheBound() {
        redis.pause();
        long begin = System.nanoTime();
        List<String> documents = IntStream.range(0, 50).mapToObj(i -> "quote-" + i).toList();
        assertThatThrownBy(() -> locks.acquireLocks(documents, ANNA, AcquireOptions.defaults()))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BOUND);
    }

    @Test
    void aDeadlineThatLeavesRoomForJustOneTryIsEnough() {
        RedisSettings tight =
                TestSettings.redis(redis.uri(), Duration.ofMillis(800), Duration.ofMillis(1_800));
        LockingService service = new LockingService(TestSettings.of(tight));
        for (int i = 0; i < 50; i++) {
            assertThat(service.acquireLock("quote-" + i, ANNA).success()).isTrue();
        }
        service.stop();
    }

    @Test
    void aCallOutOfTimeIsNotMade() {
        RedisSettings settings = TestSettings.of(redis.uri()).redis();
        try (RedisConnections connections = new RedisConnections(settings)) {
            assertThatThrownBy(
                            () ->
                                    connections.call(
                                            Optional.empty(),
                                            Deadline.in(Duration.ofNanos(-1)),
                                            (client, again) -> client.ping()))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    /** Opens as many connections as there are callers, so that all of them are in use. */
    private void warmUp() throws Exception {
        assertEveryCallerIsServed();
    }

    private void assertEveryCallerIsServed() throws Exception {
        for (Future<Optional<Duration>> caller : callAll()) {
            assertThat(caller.get(10, TimeUnit.SECONDS)).as("refused after").isEmpty();
        }
    }

    private void assertEveryCallerIsToldWithinTheBound() throws Exception {
        for (int round = 0; round < 2; round++) {
            for (Future<Optional<Duration>> caller : callAll()) {
                Optional<Duration> refusedAfter = caller.get(10, TimeUnit.SECONDS);
                assertThat(refusedAfter).isPresent();
                assertThat(refusedAfter.orElseThrow()).isLessThan(BOUND);
            }
        }
    }

    /** Every caller acquires and releases: how long until it was told that Redis is away, if so. */
    private List<Future<Optional<Duration>>> callAll() throws InterruptedException {
        List<Callable<Optional<Duration>>> calls =
                IntStream.range(0, CALLERS)
                        .<Callable<Optional<Duration>>>mapToObj(i -> () -> call("load-" + i))
                        .toList();
        return callers.invokeAll(calls, 20, TimeUnit.SECONDS);
    }

    private Optional<Duration> call(String documentId) {
        long begin = System.nanoTime();
        try {
            locks.acquireLock(documentId, ANNA);
            locks.releaseLock(documentId, ANNA);
            return Optional.empty();
        } catch (StoreUnavailableException e) {
            return Optional.of(Duration.ofNanos(System.nanoTime() - begin));
        }
    }
}
