package org.doclock.bench;

import java.util.Map;
import java.util.stream.IntStream;
import org.doclock.RedisProcess;
import org.doclock.locking.BenchLocks;
import org.doclock.locking.LockingService;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;

/** What a held lock takes in Redis, its fence included. */
final class MemoryBench {

    private static final int LOCKS = 100_000;

    private MemoryBench() {}

    static String run(Journal journal) {
        journal.progress("bytes: 100,000 locks");
        try (RedisProcess redis = RedisProcess.start();
                Jedis jedis = redis.connect()) {
            double before = used(jedis);
            LockingService locks = BenchLocks.at(redis.uri(), Map.of());
            HeldLocks.take(locks, LOCKS);
            BenchLocks.close(locks);
            double docLock = (used(jedis) - before) / LOCKS;
            double lock = usage(jedis, true);
            double fence = usage(jedis, false);
            jedis.flushAll();
            before = used(jedis);
            for (int i = 0; i < LOCKS; i++) {
                jedis.set(
                        "baseline:stock-" + i,
                        "1jd8f7ah3k2l1",
                        new SetParams().nx().px(72_000_000));
            }
            double baseline = (used(jedis) - before) / LOCKS;
            return """

                    **bytes a lock in Redis, 100,000 held** (document id of 11, user id of 8, name of 15, session id of 5 characters)

                    | | bytes |
                    |---|---|
                    | DocLock, used_memory for each, all keys | %.0f |
                    | of it the lock, MEMORY USAGE | %.0f |
                    | of it the fence, MEMORY USAGE | %.0f |
                    | SET NX PX, used_memory for each | %.0f |
                    """
                    .formatted(docLock, lock, fence, baseline);
        }
    }

    private static double used(Jedis redis) {
        return RedisCost.number(redis.info("memory"), "used_memory");
    }

    private static double usage(Jedis redis, boolean lock) {
        return IntStream.range(0, 1000)
                .mapToLong(
                        it ->
                                redis.memoryUsage(
                                        lock ? HeldLocks.lockKey(it) : HeldLocks.fenceKey(it)))
                .average()
                .orElseThrow();
    }
}
