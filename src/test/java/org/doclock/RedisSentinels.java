package org.doclock;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;

/**
 * A master, two replicas and three sentinels that watch it, all of our own.
 *
 * @param redis the master as it was at the start, then its replicas
 */
public record RedisSentinels(List<RedisProcess> redis, List<RedisProcess> sentinels)
        implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * @param options of the three Redis
     * @param lines of the sentinels' configuration, beside what names the master
     */
    public static RedisSentinels start(String[] options, String[] lines) {
        options = with(options, "--repl-diskless-sync-delay", "0");
        RedisProcess master = RedisProcess.start(options);
        String[] following = with(options, "--replicaof", "127.0.0.1 " + master.port());
        List<RedisProcess> redis =
                List.of(master, RedisProcess.start(following), RedisProcess.start(following));
        // A sentinel asks the master for its replicas at once, and then only after ten seconds.
        try (Jedis jedis = master.connect()) {
            await().atMost(PATIENCE)
                    .until(() -> jedis.info("replication").split("state=online", -1).length == 3);
        }
        String[] watching =
                with(
                        lines,
                        "sentinel monitor doclock 127.0.0.1 " + master.port() + " 2",
                        "sentinel down-after-milliseconds doclock 1000",
                        "sentinel failover-timeout doclock 5000");
        List<RedisProcess> sentinels =
                IntStream.range(0, 3).mapToObj(i -> RedisProcess.startSentinel(watching)).toList();
        return new RedisSentinels(redis, sentinels);
    }

    /** Waits until they know each other and both replicas, and so can agree on a new master. */
    public RedisSentinels acquainted() {
        for (RedisProcess sentinel : sentinels) {
            try (Jedis jedis = sentinel.connect()) {
                await().atMost(PATIENCE)
                        .until(
                                () ->
                                        jedis.sentinelSentinels("doclock").size() == 2
                                                && jedis.sentinelReplicas("doclock").size() == 2);
            }
        }
        return this;
    }

    public RedisProcess master() {
        return redis.get(0);
    }

    /**
     * @param userInfo such as {@code anna:s3cret@}, or nothing
     */
    public URI uri(String userInfo) {
        return URI.create(
                sentinels.stream()
                        .map(it -> "127.0.0.1:" + it.port())
                        .collect(
                                Collectors.joining(
                                        ",", "redis+sentinel://" + userInfo, "/doclock")));
    }

    @Override
    public void close() {
        Stream.concat(sentinels.stream(), redis.stream()).forEach(RedisProcess::close);
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Stream.of(more), Stream.of(some)).toArray(String[]::new);
    }
}
