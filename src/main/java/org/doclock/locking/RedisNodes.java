package org.doclock.locking;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.providers.SentineledConnectionProvider;
import redis.clients.jedis.util.Pool;

/**
 * The nodes of a Redis of any kind behind one client. Thread-safe.
 *
 * @param client sends each command to the node that has its key
 * @param provider the connections to the nodes
 */
record RedisNodes(UnifiedJedis client, ConnectionProvider provider) implements AutoCloseable {

    /** A command, where its slot has gone, and where that has gone since. */
    private static final int REDIRECTIONS = 5;

    /** How long a connection on which messages are waited for may be silent. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Duration SHORTEST_REDIRECTING = Duration.ofMillis(100);

    /** Asks sentinels or a cluster who is the master, and so may take a while or fail. */
    static RedisNodes open(RedisSettings settings) {
        RedisAddress address = settings.address();
        Set<HostAndPort> nodes = address.nodes();
        JedisClientConfig config = toRedis(settings);
        ConnectionPoolConfig pool = pool(settings);
        return switch (address.kind()) {
            case STAND_ALONE -> {
                HostAndPort node = nodes.iterator().next();
                ConnectionProvider provider = new PooledConnectionProvider(node, config, pool);
                yield new RedisNodes(
                        RedisClient.builder()
                                .hostAndPort(node.getHost(), node.getPort())
                                .clientConfig(config)
                                .connectionProvider(provider)
                                .build(),
                        provider);
            }
            case SENTINEL -> {
                String master = address.master().orElseThrow();
                JedisClientConfig toSentinel = toSentinel(settings);
                ConnectionProvider provider =
                        new SentineledConnectionProvider(master, config, pool, nodes, toSentinel);
                yield new RedisNodes(
                        RedisSentinelClient.builder()
                                .masterName(master)
                                .sentinels(nodes)
                                .sentinelClientConfig(toSentinel)
                                .clientConfig(config)
                                .connectionProvider(provider)
                                .build(),
                        provider);
            }
            case CLUSTER -> {
                ClusterConnectionProvider provider =
                        new ClusterConnectionProvider(nodes, config, pool);
                yield new RedisNodes(
                        RedisClusterClient.builder()
                                .nodes(nodes)
                                .clientConfig(config)
                                .connectionProvider(provider)
                                .commandExecutor(
                                        new SingleSending(
                                                provider, REDIRECTIONS, redirecting(settings)))
                                .build(),
                        provider);
            }
        };
    }

    private boolean isCluster() {
        return provider instanceof ClusterConnectionProvider;
    }

    /** The masters as they are now, each by a name for {@link #onMaster}. */
    List<String> masters() {
        if (provider instanceof ClusterConnectionProvider cluster) {
            cluster.renewSlotCache();
        }
        return provider.getPrimaryNodesConnectionMap().keySet().stream()
                .map(Object::toString)
                .toList();
    }

    /** Which master of a cluster has which slots, and which are on the move; empty elsewhere. */
    String slots() {
        StringBuilder slots = new StringBuilder();
        if (isCluster()) {
            for (String master : masters()) {
                onMaster(master, Jedis::clusterNodes)
                        .lines()
                        .filter(it -> it.contains("myself"))
                        .forEach(slots::append);
            }
        }
        return slots.toString();
    }

    <T> T onMaster(String name, Function<Jedis, T> work) {
        for (Map.Entry<?, ?> master : provider.getPrimaryNodesConnectionMap().entrySet()) {
            if (master.getKey().toString().equals(name)) {
                try (Jedis jedis =
                        new Jedis((Connection) ((Pool<?>) master.getValue()).getResource())) {
                    return work.apply(jedis);
                }
            }
        }
        throw new JedisConnectionException("It is a master no more");
    }

    /** A connection that belongs to no pool, and may be silent for {@link #SILENCE}. */
    Jedis connect(RedisSettings settings) {
        return new Jedis(
                anyMaster(settings),
                DefaultJedisClientConfig.builder()
                        .from(toRedis(settings))
                        .blockingSocketTimeoutMillis((int) SILENCE.toMillis())
                        .autoNegotiateProtocol(false)
                        .build());
    }

    private HostAndPort anyMaster(RedisSettings settings) {
        if (provider instanceof SentineledConnectionProvider sentineled) {
            return sentineled.getCurrentMaster();
        }
        if (isCluster()) {
            List<String> masters = masters();
            return HostAndPort.from(
                    masters.get(ThreadLocalRandom.current().nextInt(masters.size())));
        }
        return settings.address().nodes().iterator().next();
    }

    /** Redis was restarted, most likely: where one connection is dead, all are. */
    void forgetConnections() {
        provider.getConnectionMap().values().forEach(pool -> ((Pool<?>) pool).clear());
    }

    @Override
    public void close() {
        client.close();
    }

    private static Duration redirecting(RedisSettings settings) {
        Duration spare = settings.deadline().minus(settings.longestTry());
        return spare.compareTo(SHORTEST_REDIRECTING) < 0 ? SHORTEST_REDIRECTING : spare;
    }

    private static JedisClientConfig toRedis(RedisSettings settings) {
        DefaultJedisClientConfig.Builder config = common(settings);
        settings.address().user().ifPresent(config::user);
        settings.password().ifPresent(config::password);
        return config.database(settings.address().database()).build();
    }

    private static JedisClientConfig toSentinel(RedisSettings settings) {
        DefaultJedisClientConfig.Builder config = common(settings).autoNegotiateProtocol(false);
        settings.access().sentinelUser().ifPresent(config::user);
        settings.access().sentinelPassword().ifPresent(config::password);
        return config.build();
    }

    private static DefaultJedisClientConfig.Builder common(RedisSettings settings) {
        DefaultJedisClientConfig.Builder config =
                DefaultJedisClientConfig.builder()
                        .clientName("doclock")
                        .connectionTimeoutMillis((int) settings.connectTimeout().toMillis())
                        .socketTimeoutMillis((int) settings.readTimeout().toMillis());
        if (settings.address().encrypted()) {
            config.sslOptions(settings.access().tls().orElseGet(SslOptions::defaults));
        }
        return config;
    }

    private static ConnectionPoolConfig pool(RedisSettings settings) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(settings.poolSize());
        pool.setMaxIdle(settings.poolSize());
        pool.setMaxWait(settings.poolWait());
        pool.setJmxEnabled(false);
        return pool;
    }
}
