package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Tokens grow with every grant of a document, whatever happens to Redis in between. */
class FencingTokenIT {

    private static final String DOC = "quote-1";
    private static final String KEY = "doc-lock:quote-1";
    private static final String FENCE = "doc-lock-fence:{doc-lock:quote-1}";
    private static final LockOwner ANNA = LockOwner.of("anna").inSession("tab-1");
    private static final LockOwner ANNAS_OTHER_TAB = LockOwner.of("anna").inSession("tab-2");

    private final RedisProcess process = RedisProcess.start();
    private LockingService locks;
    private Jedis redis;

    @BeforeEach
    void open() {
        locks = new LockingService(TestSettings.of(process.uri()));
        redis = process.connect();
    }

    @AfterEach
    void close() {
        locks.stop();
        redis.close();
        process.close();
    }

    @Test
    void tokensGrowOver10000GrantsThroughEverythingThatCanHappenInBetween() {
        long last = 0;
        for (int grant = 1; grant <= 10_000; grant++) {
            LockResult result =
                    locks.acquireLock(
                            DOC,
                            grant % 2 == 0 ? ANNA : ANNAS_OTHER_TAB,
                            AcquireOptions.defaults().ttl(ttl(grant)).takingOver().asNewGrant());
            long token = result.lockInfo().orElseThrow().token();
            assertThat(token).as("grant %d, %s", grant, result.outcome()).isGreaterThan(last);
            last = token;
            disturb(grant);
        }
    }

    private static Duration ttl(int grant) {
        return grant % 50 == 1 ? Duration.ofMillis(10) : Duration.ofMinutes(5);
    }

    private void disturb(int grant) {
        if (grant % 50 == 1) {
            await().pollInterval(Duration.ofMillis(1)).until(() -> !redis.exists(KEY));
        } else if (grant % 3 == 0) {
            locks.releaseLock(DOC, LockOwner.of("anna"));
        }
        if (grant % 7 == 0) {
            redis.del(FENCE);
        }
        if (grant % 31 == 0) {
            locks.forceReleaseLock(DOC, "root", Optional.empty(), OptionalLong.empty());
        }
        if (grant % 101 == 0) {
            redis.flushAll();
        }
        if (grant % 2500 == 0) {
            process.kill();
            process.restart();
            redis.close();
            redis = process.connect();
        }
    }

    @Test
    void grantsFasterThanTheClockTicksHaveDifferentTokens() {
        List<String> now = redis.time();
        long ahead =
                Long.parseLong(now.get(0)) * 1_000_000 + Long.parseLong(now.get(1)) + 5_000_000;
        redis.set(FENCE, ahead + "  ");
        for (int grant = 1; grant <= 100; grant++) {
            LockResult result =
                    locks.acquireLock(DOC, ANNA, AcquireOptions.defaults().asNewGrant());
            assertThat(result.lockInfo().orElseThrow().token()).isEqualTo(ahead + grant);
        }
    }

    @Test
    void twoGrantsInOneTransactionOfRedisHaveDifferentTokens() {
        LockCommands commands = new LockCommands(TestSettings.of(process.uri()));
        try (RedisConnections connections =
                new RedisConnections(TestSettings.of(process.uri()).redis())) {
            RedisLocks direct =
                    new RedisLocks(connections, Acknowledgement.none(), new StoreMeter());
            Deadline deadline = Deadline.in(Duration.ofSeconds(10));
            List<LockCommand> many =
                    IntStream.range(0, 500)
                            .mapToObj(i -> AcquireOptions.defaults().asNewGrant())
                            .map(options -> commands.acquire(DOC, ANNA, options))
                            .toList();
            List<Long> tokens =
                    direct.runAll(many, deadline).stream()
                            .map(result -> result.lockInfo().orElseThrow().token())
                            .toList();
            assertThat(tokens).hasSize(500).doesNotHaveDuplicates().isSorted();
        }
    }

    @Test
    void aTokenOfALockWithoutFenceIsExceeded() {
        locks.acquireLock(DOC, ANNA, AcquireOptions.defaults().above(4_000_000_000_000_000L));
        redis.del(FENCE);
        LockResult next = locks.acquireLock(DOC, ANNA, AcquireOptions.defaults().asNewGrant());
        assertThat(next.lockInfo().orElseThrow().token()).isEqualTo(4_000_000_000_000_002L);
    }

    @Test
    void aReleasedGrantIsNotResumedAfterFlushAll() {
        long token = locks.acquireLock(DOC, ANNA).lockInfo().orElseThrow().token();
        redis.flushAll();
        LockResult result = locks.acquireLock(DOC, ANNA, AcquireOptions.defaults().resuming(token));
        assertThat(result.outcome()).isEqualTo(LockOutcome.ACQUIRED);
        assertThat(result.lockInfo().orElseThrow().token()).isGreaterThan(token);
    }

    @Test
    void nothingIsResumedWhereResumingIsSwitchedOff() {
        LockingSettings shipped = TestSettings.of(process.uri());
        LockingService strict =
                new LockingService(
                        new LockingSettings(
                                shipped.redis(),
                                shipped.defaultTtl(),
                                shipped.minTtl(),
                                shipped.maxTtl(),
                                shipped.handOverTtl(),
                                shipped.fenceRetention(),
                                false,
                                shipped.audit()));
        long token = strict.acquireLock(DOC, ANNA).lockInfo().orElseThrow().token();
        strict.releaseLock(DOC, ANNA);
        assertThat(
                        strict.acquireLock(DOC, ANNA, AcquireOptions.defaults().resuming(token))
                                .outcome())
                .isEqualTo(LockOutcome.ACQUIRED);
        strict.stop();
    }
}
