package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.doclock.Chaos;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/**
 * Many callers whose calls travel together, each with documents of its own and a name that no other
 * has, so that a reply that is not its own shows. {@code mvn -Pchaos verify} makes a million calls.
 */
class CheckedRepliesIT {

    private static final int CALLERS = 64;
    private static final int CALLS = Chaos.either(40_000, 1_000_000);
    private static final int CALLS_A_ROUND = 5;
    private static final Duration BOUND = Duration.ofMillis(2500);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final RedisProcess redis = RedisProcess.start();
    private final LockingService locks = new LockingService(settings(redis.uri()));
    private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    @AfterEach
    void end() throws Exception {
        threads.shutdown();
        locks.stop();
        try (Jedis admin = redis.connect()) {
            await().atMost(Duration.ofSeconds(2))
                    .until(() -> !admin.clientList().contains("name=doclock"));
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(it -> it.getName().startsWith("doclock"));
        redis.close();
    }

    @Test
    void everyReplyIsItsCallersOwn() throws Exception {
        List<Future<?>> callers = call();
        await().atMost(Duration.ofMinutes(20))
                .until(() -> rounds.get() * CALLS_A_ROUND >= CALLS || anyFailed(callers));
        finish(callers);
        assertThat(unknown).as("calls that were given up").hasValueLessThan(CALLS / 1000);
    }

    @Test
    void everyReplyIsItsCallersOwnWhileConnectionsAreKilled() throws Exception {
        List<Future<?>> callers = call();
        try (Jedis admin = redis.connect()) {
            for (int kill = 0; kill < 40 && !anyFailed(callers); kill++) {
                int before = rounds.get();
                admin.clientKill(
                        new ClientKillParams()
                                .type(ClientType.NORMAL)
                                .skipMe(ClientKillParams.SkipMe.YES));
                await().atMost(BOUND.multipliedBy(2))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> rounds.get() > before + CALLERS);
            }
        }
        finish(callers);
    }

    @Test
    void everyReplyIsItsCallersOwnWhileRedisIsRestarted() throws Exception {
        List<Future<?>> callers = call();
        for (int restart = 0; restart < 3 && !anyFailed(callers); restart++) {
            redis.kill();
            redis.restart();
            int before = rounds.get();
            await().atMost(BOUND.multipliedBy(2)).until(() -> rounds.get() > before + CALLERS);
        }
        finish(callers);
    }

    private static LockingSettings settings(URI uri) {
        return TestSettings.of(
                new RedisSettings(
                        uri,
                        RedisAccess.none(),
                        8,
                        Duration.ofMillis(500),
                        Duration.ofMillis(500),
                        Duration.ofMillis(800),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30),
                        Acknowledgement.none(),
                        new GroupCommit(2, 4)));
    }

    private List<Future<?>> call() {
        List<Future<?>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            String name = "caller-" + i;
            callers.add(threads.submit(() -> callUntilItIsOver(name)));
        }
        return callers;
    }

    private void finish(List<Future<?>> callers) throws Exception {
        over.set(true);
        for (Future<?> caller : callers) {
            caller.get(10, TimeUnit.SECONDS);
        }
    }

    private static boolean anyFailed(List<Future<?>> callers) {
        return callers.stream().anyMatch(Future::isDone);
    }

    private void callUntilItIsOver(String name) {
        LockOwner owner = LockOwner.of(name).inSession(name);
        long lastToken = 0;
        while (!over.get()) {
            long begin = System.nanoTime();
            try {
                lastToken = round(name + "-document", owner, lastToken);
                rounds.incrementAndGet();
            } catch (StoreUnavailableException | NoSuchElementException lostWithRedis) {
                unknown.incrementAndGet();
                assertThat(Duration.ofNanos(System.nanoTime() - begin))
                        .isLessThan(BOUND.multipliedBy(CALLS_A_ROUND));
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Each call's answer has something in it that only this caller can have got. */
    private long round(String document, LockOwner owner, long lastToken) {
        LockResult acquired = locks.acquireLock(document, owner);
        long token = own(acquired.lockInfo(), owner);
        assertThat(acquired.outcome()).isIn(LockOutcome.ACQUIRED, LockOutcome.RENEWED);
        assertThat(token).isGreaterThanOrEqualTo(lastToken);
        assertThat(own(locks.getLockInfo(document), owner)).isEqualTo(token);
        LockResult extended =
                locks.extendLock(document, owner, OptionalLong.of(token), Optional.empty());
        assertThat(own(extended.lockInfo(), owner)).isEqualTo(token);
        LockResult released =
                locks.releaseLock(document, owner, OptionalLong.of(token), Duration.ZERO);
        assertThat(own(released.lockInfo(), owner)).isEqualTo(token);
        assertThat(locks.isLocked(document)).isFalse();
        return token + 1;
    }

    private static long own(Optional<DocumentLock> lock, LockOwner owner) {
        assertThat(lock.orElseThrow().userId()).isEqualTo(owner.userId());
        assertThat(lock.orElseThrow().sessionId()).isEqualTo(owner.sessionId());
        return lock.orElseThrow().token();
    }
}
