package org.doclock.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import org.doclock.RedisProcess;
import org.doclock.bench.Contender.Operation;
import org.doclock.locking.AcquireOptions;
import org.doclock.locking.BenchLocks;
import org.doclock.locking.LockOutcome;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockingService;
import org.redisson.Redisson;
import org.redisson.api.RFencedLock;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.integration.redis.util.RedisLockRegistry;

/** DocLock and its peers, each as its own documentation says to set it up. */
final class Contenders {

    static final String DOCLOCK = "DocLock";
    static final String LANES = "doclock.redis.lanes";
    private static final long TTL_MILLIS = 300_000;

    private Contenders() {}

    /** All who lock; the baseline, whose pool fits the threads, comes first. */
    static List<Contender> all(RedisProcess redis, int threads) {
        List<Contender> all = new ArrayList<>(docLocks(redis, threads));
        all.add(redissonLock(redis));
        all.add(redissonFencedLock(redis));
        all.add(springIntegration(redis));
        all.add(shedLock(redis));
        return all;
    }

    /** The baseline and DocLock, without and with group commit where there is one. */
    static List<Contender> docLocks(RedisProcess redis, int threads) {
        List<Contender> all = new ArrayList<>();
        all.add(Baseline.of(redis, threads));
        if (BenchLocks.knows(LANES)) {
            all.add(docLock(DOCLOCK, redis, Map.of()));
            all.add(docLock(DOCLOCK + " lanes=0", redis, Map.of(LANES, "0")));
        } else {
            all.add(docLock(DOCLOCK, redis, Map.of()));
        }
        return all;
    }

    private static Contender docLock(
            String name, RedisProcess redis, Map<String, String> settings) {
        LockingService locks = BenchLocks.at(redis.uri(), settings);
        LockOwner anna = LockOwner.of("anna.miller").named("Anna Miller").inSession("tab-1");
        LockOwner bob = LockOwner.of("bob.smith").named("Bob Smith").inSession("tab-2");
        AcquireOptions options = AcquireOptions.defaults();
        Documents.held().forEach(it -> locks.acquireLock(it, anna, options));
        Map<Work, Operation> works =
                Map.of(
                        Work.LOCK,
                        id -> {
                            long token =
                                    locks.acquireLock(id, anna, options)
                                            .lockInfo()
                                            .orElseThrow()
                                            .token();
                            return check(
                                    locks.releaseLock(
                                                            id,
                                                            anna,
                                                            OptionalLong.of(token),
                                                            Duration.ZERO)
                                                    .outcome()
                                            == LockOutcome.RELEASED);
                        },
                        Work.REFUSAL,
                        id ->
                                check(
                                        locks.acquireLock(id, bob, options)
                                                .lockedBy()
                                                .equals(Optional.of("Anna Miller"))),
                        Work.RENEW,
                        id ->
                                check(
                                        locks.extendLock(
                                                                id,
                                                                anna,
                                                                OptionalLong.empty(),
                                                                Optional.empty())
                                                        .outcome()
                                                == LockOutcome.EXTENDED),
                        Work.STATUS,
                        id -> locks.getLockInfo(id).orElseThrow().expiresAt(),
                        Work.BATCH_STATUS,
                        id -> check(locks.getLockInfos(Documents.hundredFrom(id)).size() == 100),
                        Work.THREE_LOCKS,
                        id -> {
                            Map<String, Long> tokens = new HashMap<>();
                            locks.acquireLocks(three(id), anna, options).grants().stream()
                                    .map(it -> it.lockInfo().orElseThrow())
                                    .forEach(it -> tokens.put(it.documentId(), it.token()));
                            return check(
                                    locks.releaseLocks(tokens, anna).stream()
                                            .allMatch(it -> it.outcome() == LockOutcome.RELEASED));
                        });
        return new Contender(name, Set.of("evalsha"), works, () -> BenchLocks.close(locks));
    }

    /** Three documents that only the caller of this one has. */
    static List<String> three(String id) {
        return List.of(id, id + "-a", id + "-b");
    }

    private static Contender redissonLock(RedisProcess redis) {
        RedissonClient client = redisson(redis);
        return new Contender(
                "Redisson RLock",
                Set.of(),
                Map.of(
                        Work.LOCK,
                        id -> {
                            RLock lock = client.getLock("redisson:" + id);
                            check(lock.tryLock(0, TTL_MILLIS, TimeUnit.MILLISECONDS));
                            lock.unlock();
                            return lock;
                        }),
                client::shutdown);
    }

    private static Contender redissonFencedLock(RedisProcess redis) {
        RedissonClient client = redisson(redis);
        return new Contender(
                "Redisson RFencedLock",
                Set.of(),
                Map.of(
                        Work.LOCK,
                        id -> {
                            RFencedLock lock = client.getFencedLock("redisson-fenced:" + id);
                            Long token =
                                    lock.tryLockAndGetToken(0, TTL_MILLIS, TimeUnit.MILLISECONDS);
                            check(token != null);
                            lock.unlock();
                            return token;
                        }),
                client::shutdown);
    }

    private static RedissonClient redisson(RedisProcess redis) {
        Config config = new Config();
        config.useSingleServer()
                .setAddress(redis.uri().toString())
                .setConnectionPoolSize(64)
                .setConnectionMinimumIdleSize(24);
        return Redisson.create(config);
    }

    private static Contender springIntegration(RedisProcess redis) {
        LettuceConnectionFactory connections = lettuce(redis);
        RedisLockRegistry registry = new RedisLockRegistry(connections, "spring", TTL_MILLIS);
        // Its default is as many as there are documents here, and it fails when it has to forget
        // one.
        registry.setCacheCapacity(2 * Documents.FREE);
        return new Contender(
                "Spring Integration",
                Set.of(),
                Map.of(
                        Work.LOCK,
                        id -> {
                            var lock = registry.obtain(id);
                            check(lock.tryLock());
                            lock.unlock();
                            return lock;
                        }),
                () -> {
                    registry.destroy();
                    connections.destroy();
                });
    }

    private static Contender shedLock(RedisProcess redis) {
        LettuceConnectionFactory connections = lettuce(redis);
        RedisLockProvider provider = new RedisLockProvider(connections);
        Duration atMost = Duration.ofMillis(TTL_MILLIS);
        return new Contender(
                "ShedLock",
                Set.of(),
                Map.of(
                        Work.LOCK,
                        id -> {
                            var lock =
                                    provider.lock(
                                                    new LockConfiguration(
                                                            Instant.now(),
                                                            id,
                                                            atMost,
                                                            Duration.ZERO))
                                            .orElseThrow();
                            lock.unlock();
                            return lock;
                        }),
                connections::destroy);
    }

    private static LettuceConnectionFactory lettuce(RedisProcess redis) {
        LettuceConnectionFactory connections =
                new LettuceConnectionFactory(redis.uri().getHost(), redis.port());
        connections.afterPropertiesSet();
        connections.start();
        return connections;
    }

    static boolean check(boolean done) {
        if (!done) {
            throw new IllegalStateException("The work was not done");
        }
        return done;
    }
}
