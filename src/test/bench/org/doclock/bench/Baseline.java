package org.doclock.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.doclock.RedisProcess;
import org.doclock.bench.Contender.Operation;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

/**
 * The least that is called a lock in Redis: a key that is set if there is none, and deleted if it
 * still has one's own value. Jedis, with as many connections as threads.
 */
final class Baseline {

    static final String NAME = "SET + compare-and-delete";
    private static final SetParams FREE = new SetParams().nx().px(300_000);
    private static final String COMPARE =
            "if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end ";
    static final String COMPARE_AND_DELETE = COMPARE + "return redis.call('DEL', KEYS[1])";

    private final RedisClient redis;
    private final String delete;
    private final String prolong;

    private Baseline(RedisProcess process, int threads) {
        GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(threads);
        pool.setMaxIdle(threads);
        redis =
                RedisClient.builder()
                        .hostAndPort(process.uri().getHost(), process.port())
                        .clientConfig(
                                DefaultJedisClientConfig.builder().timeoutMillis(20_000).build())
                        .poolConfig(pool)
                        .build();
        try (Jedis jedis = process.connect()) {
            delete = jedis.scriptLoad(COMPARE_AND_DELETE);
            prolong = jedis.scriptLoad(COMPARE + "return redis.call('PEXPIRE', KEYS[1], 300000)");
        }
    }

    static Contender of(RedisProcess process, int threads) {
        Baseline baseline = new Baseline(process, threads);
        Documents.held().forEach(it -> baseline.redis.set(key(it), "anna"));
        return new Contender(
                NAME, Set.of("set", "evalsha"), baseline.works(), baseline.redis::close);
    }

    private Map<Work, Operation> works() {
        return Map.of(
                Work.LOCK,
                this::lock,
                Work.REFUSAL,
                id -> Contenders.check(redis.set(key(id), value(), FREE) == null),
                Work.RENEW,
                id -> evaluated(prolong, key(id), "anna"),
                Work.STATUS,
                id -> redis.get(key(id)).length(),
                Work.BATCH_STATUS,
                id ->
                        redis.mget(
                                Documents.hundredFrom(id).stream()
                                        .map(Baseline::key)
                                        .toArray(String[]::new)),
                Work.THREE_LOCKS,
                this::threeLocks);
    }

    private Object lock(String id) {
        String value = value();
        Contenders.check(redis.set(key(id), value, FREE) != null);
        return evaluated(delete, key(id), value);
    }

    private Object threeLocks(String id) {
        String value = value();
        List<Response<?>> replies = new ArrayList<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            Contenders.three(id).forEach(it -> replies.add(pipeline.set(key(it), value, FREE)));
            pipeline.sync();
        }
        try (AbstractPipeline pipeline = redis.pipelined()) {
            Contenders.three(id)
                    .forEach(
                            it ->
                                    replies.add(
                                            pipeline.evalsha(
                                                    delete, List.of(key(it)), List.of(value))));
            pipeline.sync();
        }
        return Contenders.check(replies.stream().allMatch(it -> it.get() != null));
    }

    private Object evaluated(String script, String key, String value) {
        Object done =
                redis.evalsha(
                        script, Collections.singletonList(key), Collections.singletonList(value));
        return Contenders.check(Long.valueOf(1).equals(done));
    }

    private static String key(String id) {
        return "baseline:" + id;
    }

    private static String value() {
        return Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), Character.MAX_RADIX);
    }
}
