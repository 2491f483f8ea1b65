package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * A release or extend that is on its way while its grant ends and another begins. Redis is stopped
 * while both travel, so that the old one often arrives after the new grant, and half of the old
 * callers have given up by then.
 */
class LateArrivalIT {

    private static final int RUNS = 1_000;
    private static final Duration FIRST_TTL = Duration.ofMillis(10);
    private static final LockOwner ANNA = LockOwner.of("anna").inSession("tab-1");
    private static final List<LockOwner> NEXT =
            List.of(ANNA, LockOwner.of("anna").inSession("tab-2"), LockOwner.of("bob"));

    private static RedisProcess process;
    private static Jedis redis;
    private static LockingService locks;
    private static LockingService hasty;
    private static ExecutorService callers;

    @BeforeAll
    static void start() {
        process = RedisProcess.start();
        redis = process.connect();
        locks = new LockingService(TestSettings.of(process.uri()));
        hasty =
                new LockingService(
                        TestSettings.of(
                                TestSettings.redis(
                                        process.uri(),
                                        Duration.ofMillis(5),
                                        Duration.ofMillis(1_100))));
        callers = Executors.newFixedThreadPool(2);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        callers.shutdown();
        callers.awaitTermination(10, TimeUnit.SECONDS);
        locks.stop();
        hasty.stop();
        redis.close();
        process.close();
    }

    @Test
    void noLateReleaseOrExtendEndsOrProlongsALaterGrant() {
        int late = 0;
        for (int run = 0; run < RUNS; run++) {
            if (isLate(run)) {
                late++;
            }
        }
        // Else the old ones were always first, and nothing was put to the test.
        assertThat(late).as("arrived after the later grant").isGreaterThan(RUNS / 10);
    }

    /** One run; tells whether the old command is known to have arrived after the new grant. */
    private boolean isLate(int run) {
        String doc = "late-" + run;
        LockOwner next = NEXT.get(run % NEXT.size());
        long old =
                locks.acquireLock(doc, ANNA, AcquireOptions.defaults().ttl(FIRST_TTL))
                        .lockInfo()
                        .orElseThrow()
                        .token();
        long expired = System.nanoTime() + FIRST_TTL.plusMillis(3).toNanos();
        LockingService caller = run % 2 == 0 ? locks : hasty;
        process.pause();
        Supplier<Optional<LockResult>> newGrant =
                () ->
                        Optional.of(
                                locks.acquireLock(
                                        doc, next, AcquireOptions.defaults().asNewGrant()));
        Supplier<Optional<LockResult>> oldCommand = () -> oldCommand(caller, run, doc, old);
        boolean newFirst = run % 4 < 3;
        CompletableFuture<Optional<LockResult>> first =
                CompletableFuture.supplyAsync(newFirst ? newGrant : oldCommand, callers);
        CompletableFuture<Optional<LockResult>> second =
                CompletableFuture.supplyAsync(newFirst ? oldCommand : newGrant, callers);
        await().pollInterval(Duration.ofMillis(1)).until(() -> System.nanoTime() > expired);
        process.resume();

        Optional<LockResult> answered = (newFirst ? second : first).join();
        LockResult granted = (newFirst ? first : second).join().orElseThrow();
        DocumentLock lock = granted.lockInfo().orElseThrow();
        redis.ping();
        assertThat(granted.outcome()).as("run %d", run).isEqualTo(LockOutcome.ACQUIRED);
        assertThat(locks.verifyLock(doc, next, lock.token())).as("run %d", run).isTrue();
        assertThat(redis.pexpireTime("doc-lock:" + doc))
                .as("run %d", run)
                .isEqualTo(lock.expiresAt());
        return answered.flatMap(LockResult::lockInfo)
                .filter(seen -> seen.token() == lock.token())
                .isPresent();
    }

    /** A release, a release with grace, or an extend of the old grant; empty if it was given up. */
    private static Optional<LockResult> oldCommand(
            LockingService caller, int run, String doc, long token) {
        OptionalLong old = OptionalLong.of(token);
        try {
            return Optional.of(
                    switch (run % 5) {
                        case 0, 1 -> caller.releaseLock(doc, ANNA, old, Duration.ZERO);
                        case 2 -> caller.releaseLock(doc, ANNA, old, Duration.ofSeconds(1));
                        default ->
                                caller.extendLock(doc, ANNA, old, Optional.of(Duration.ofHours(1)));
                    });
        } catch (StoreUnavailableException gaveUp) {
            return Optional.empty();
        }
    }
}
