package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.doclock.LeastAccess;
import org.doclock.RedisCluster;
import org.doclock.RedisSentinels;
import org.junit.jupiter.api.Test;

/** A master dies, and the locks go on at the one that takes its place. */
class FailoverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** One second until it counts as dead, and what the sentinels need to agree. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private static final LockOwner ANNA = LockOwner.of("anna").inSession("tab-1");

    @Test
    void theMasterThatTheSentinelsAgreeOnIsFollowed() {
        try (RedisSentinels redis =
                RedisSentinels.start(LeastAccess.redisOptions(), LeastAccess.sentinelLines())
                        .acquainted()) {
            LockingService locks =
                    new LockingService(
                            TestSettings.of(
                                    redis.uri(LeastAccess.USER_INFO),
                                    TestSettings.sentinels(),
                                    new Acknowledgement(1, Duration.ofMillis(300))));
            assertThat(goesOn(locks, () -> redis.master().kill())).isLessThan(SOON);
        }
    }

    @Test
    void theReplicaThatTakesAMastersPlaceInAClusterIsFollowed() {
        try (RedisCluster redis = RedisCluster.start(soon())) {
            LockingService locks =
                    new LockingService(TestSettings.of(redis.uri(LeastAccess.USER_INFO)));
            goesOn(locks, () -> redis.masters().get(0).kill());
        }
    }

    @Test
    void aMasterThatHangsRefusesItsOwnDocumentsAtOnceAndNoOthers() {
        try (RedisCluster redis = RedisCluster.start("--cluster-node-timeout", "60000")) {
            LockingService locks =
                    new LockingService(
                            TestSettings.of(
                                    TestSettings.redis(
                                            redis.uri(""),
                                            Duration.ofMillis(200),
                                            Duration.ofMillis(1300))));
            Set<String> documents =
                    IntStream.range(0, 30).mapToObj(i -> "quote-" + i).collect(Collectors.toSet());
            assertThat(documents).allMatch(it -> isServed(locks, it));
            redis.masters().get(0).pause();
            Set<String> refused = new HashSet<>(documents);
            refused.removeIf(it -> isServed(locks, it));
            assertThat(refused).hasSizeBetween(5, 25);
            long begin = System.nanoTime();
            for (String document : documents) {
                assertThat(isServed(locks, document)).isEqualTo(!refused.contains(document));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(Duration.ofSeconds(1));
            redis.masters().get(0).resume();
            await().atMost(SOON)
                    .until(() -> documents.stream().allMatch(it -> isServed(locks, it)));
            locks.stop();
        }
    }

    private static boolean isServed(LockingService locks, String document) {
        try {
            return locks.acquireLock(document, ANNA).success();
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    /** A node counts as dead soon. */
    private static String[] soon() {
        return Stream.concat(
                        Stream.of(LeastAccess.redisOptions()),
                        Stream.of("--cluster-node-timeout", "1500"))
                .toArray(String[]::new);
    }

    /** How long from the kill to the first grant. */
    private static Duration goesOn(LockingService locks, Runnable kill) {
        Duration firstGrant = Duration.ZERO;
        // Among so many documents each master has some.
        for (int i = 0; i < 20; i++) {
            locks.acquireLock("quote-" + i, ANNA);
        }
        kill.run();
        long killed = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            String document = "quote-" + i;
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                    .until(() -> locks.acquireLock(document, ANNA).success());
            if (i == 0) {
                firstGrant = Duration.ofNanos(System.nanoTime() - killed);
            }
        }
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                .untilAsserted(() -> assertThat(locks.getAllLocks()).hasSize(20));
        locks.stop();
        return firstGrant;
    }
}
