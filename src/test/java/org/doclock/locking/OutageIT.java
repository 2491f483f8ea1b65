package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.doclock.Chaos;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * Redis is away for a while under 64 busy callers: each of them is answered all the time, and
 * served as soon as it is back. 10 s, and 75 s with {@code -Pchaos}.
 */
class OutageIT {

    private static final int CALLERS = 64;
    private static final Duration OUTAGE = Duration.ofSeconds(Chaos.either(10, 75));

    /** One read and no more: whoever loses a connection does not wait for a new one. */
    private static final Duration BOUND = Duration.ofMillis(1500);

    private final RedisProcess redis = RedisProcess.start();
    private final LockingService locks = new LockingService(TestSettings.of(redis.uri()));
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    /** When it began and ended, by the clock of this JVM, and whether it was served. */
    private record Call(int caller, long begin, long end, boolean served) {

        Duration took() {
            return Duration.ofNanos(end - begin);
        }
    }

    @AfterEach
    void end() {
        over = true;
        redis.resume();
        redis.close();
        locks.stop();
    }

    @Test
    void aKilledRedis() throws InterruptedException {
        outlives("killed", redis::kill, redis::restart);
    }

    @Test
    void aRedisThatHangsWithItsConnectionsOpen() throws InterruptedException {
        outlives("hanging", redis::pause, redis::resume);
    }

    private void outlives(String what, Runnable away, Runnable back) throws InterruptedException {
        List<Thread> callers = IntStream.range(0, CALLERS).mapToObj(this::caller).toList();
        callers.forEach(Thread::start);
        await().until(() -> served(System.nanoTime()) > 10 * CALLERS);
        int threads = Thread.activeCount();

        away.run();
        long gone = System.nanoTime();
        int mostThreads = 0;
        while (System.nanoTime() - gone < OUTAGE.toNanos()) {
            mostThreads = Math.max(mostThreads, Thread.activeCount());
            Thread.onSpinWait();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        back.run();
        long returned = System.nanoTime();
        await().atMost(Duration.ofSeconds(10)).until(() -> servedSince(returned) == CALLERS);
        over = true;
        for (Thread caller : callers) {
            caller.join(5_000);
            assertThat(caller.isAlive()).isFalse();
        }

        List<Call> during = between(gone, returned);
        Duration longest = calls.stream().map(Call::took).max(Duration::compareTo).orElseThrow();
        Duration firstGrant = since(returned, firstServed(returned));
        Duration everybody = since(returned, allServed(returned));
        Chaos.report(
                "%s %s: %d refusals, longest call %s, first grant after %s, all after %s, threads"
                        + " %d -> %d",
                what, OUTAGE, during.size(), longest, firstGrant, everybody, threads, mostThreads);
        assertThat(during).noneMatch(it -> it.served() && it.begin() > gone);
        assertThat(during.stream().map(Call::caller).distinct()).hasSize(CALLERS);
        assertThat(longest).isLessThan(BOUND);
        assertThat(during.stream().filter(it -> it.begin() > gone + BOUND.toNanos()))
                .as("refused at once")
                .filteredOn(it -> it.took().compareTo(Duration.ofMillis(50)) > 0)
                .hasSizeLessThan(during.size() / 100);
        assertThat(firstGrant).isLessThan(Duration.ofSeconds(1));
        assertThat(everybody).isLessThan(Duration.ofSeconds(2));
        assertThat(mostThreads).isLessThanOrEqualTo(threads + 3);
        assertThatNoConnectionIsLost();
    }

    private void assertThatNoConnectionIsLost() {
        try (Jedis admin = redis.connect()) {
            await().untilAsserted(
                            () ->
                                    assertThat(admin.clientList().lines().count())
                                            .isLessThanOrEqualTo(CALLERS + 1));
        }
    }

    private Thread caller(int number) {
        LockOwner owner = LockOwner.of("user-" + number);
        return new Thread(
                () -> {
                    while (!over) {
                        long begin = System.nanoTime();
                        boolean served = isServed("quote-" + number, owner);
                        calls.add(new Call(number, begin, System.nanoTime(), served));
                        if (!served) {
                            RedisOpening.pause(10);
                        }
                    }
                });
    }

    private boolean isServed(String document, LockOwner owner) {
        try {
            assertThat(locks.acquireLock(document, owner).success()).isTrue();
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private List<Call> between(long from, long to) {
        return calls.stream().filter(it -> it.end() > from && it.end() < to).toList();
    }

    private long served(long until) {
        return calls.stream().filter(it -> it.served() && it.end() < until).count();
    }

    private long servedSince(long moment) {
        return calls.stream()
                .filter(it -> it.served() && it.end() > moment)
                .map(Call::caller)
                .distinct()
                .count();
    }

    private long firstServed(long since) {
        return calls.stream()
                .filter(it -> it.served() && it.end() > since)
                .mapToLong(Call::end)
                .min()
                .orElseThrow();
    }

    private long allServed(long since) {
        return IntStream.range(0, CALLERS)
                .mapToLong(
                        caller ->
                                calls.stream()
                                        .filter(it -> it.caller() == caller && it.served())
                                        .mapToLong(Call::end)
                                        .filter(it -> it > since)
                                        .min()
                                        .orElseThrow())
                .max()
                .orElseThrow();
    }

    private static Duration since(long begin, long end) {
        return Duration.ofNanos(end - begin);
    }
}
