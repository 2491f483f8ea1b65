package org.doclock;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.UnifiedJedis;

/**
 * How tests look into a Redis of any kind, beside what is under test. It waits long enough to
 * outlast a pause.
 *
 * @param redis finds a key wherever it is
 * @param masters the nodes that hold keys; they share one machine, and so one clock
 * @param config how to connect to them
 */
public record RedisLook(UnifiedJedis redis, List<HostAndPort> masters, JedisClientConfig config)
        implements AutoCloseable {

    public static RedisLook at(URI uri) {
        return into(uri, DefaultJedisClientConfig.builder(uri));
    }

    public static RedisLook at(URI uri, SslOptions tls) {
        return into(uri, DefaultJedisClientConfig.builder(uri).sslOptions(tls));
    }

    public static RedisLook atCluster(Set<HostAndPort> masters) {
        JedisClientConfig config = patient(DefaultJedisClientConfig.builder());
        RedisClusterClient client =
                RedisClusterClient.builder().nodes(masters).clientConfig(config).build();
        return new RedisLook(client, List.copyOf(masters), config);
    }

    private static RedisLook into(URI uri, DefaultJedisClientConfig.Builder builder) {
        JedisClientConfig config = patient(builder);
        HostAndPort node = new HostAndPort(uri.getHost(), uri.getPort());
        RedisClient client =
                RedisClient.builder()
                        .hostAndPort(node.getHost(), node.getPort())
                        .clientConfig(config)
                        .build();
        return new RedisLook(client, List.of(node), config);
    }

    private static JedisClientConfig patient(DefaultJedisClientConfig.Builder config) {
        return config.timeoutMillis(20_000).autoNegotiateProtocol(false).build();
    }

    /** A connection of one's own to one of the masters. */
    public Jedis connect() {
        return new Jedis(masters.get(0), config);
    }

    public Set<String> keys(String pattern) {
        Set<String> all = new HashSet<>();
        masters.forEach(it -> all.addAll(on(it, master -> master.keys(pattern))));
        return all;
    }

    /** The time of Redis, epoch ms. */
    public long millis() {
        List<String> time = on(masters.get(0), Jedis::time);
        return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
    }

    @Override
    public void close() {
        redis.close();
    }

    private <T> T on(HostAndPort node, Function<Jedis, T> work) {
        try (Jedis jedis = new Jedis(node, config)) {
            return work.apply(jedis);
        }
    }
}
