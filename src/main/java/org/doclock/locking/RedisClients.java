package org.doclock.locking;

import java.time.Duration;
import java.util.Set;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.providers.SentineledConnectionProvider;
import redis.clients.jedis.util.Delay;

/** Makes the client for each kind of Redis, from our settings. */
record RedisClients(RedisSettings settings) {

    /** A command, where its slot has gone, and where that has gone since. */
    private static final int REDIRECTIONS = 5;

    /** How long a connection on which messages are waited for may be silent. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Duration SHORTEST_REDIRECTING = Duration.ofMillis(100);
    private static final Delay BETWEEN_SUBSCRIPTIONS = Delay.constant(Duration.ofMillis(500));

    /** Asks sentinels or a cluster who is the master, and so may take a while or fail. */
    RedisNodes open() {
        return switch (settings.address().kind()) {
            case STAND_ALONE -> standAlone();
            case SENTINEL -> watchedBySentinels();
            case CLUSTER -> cluster();
        };
    }

    private RedisNodes standAlone() {
        HostAndPort node = settings.address().nodes().iterator().next();
        ConnectionProvider provider = new PooledConnectionProvider(node, toRedis(), pool());
        return new RedisNodes(
                RedisClient.builder()
                        .hostAndPort(node.getHost(), node.getPort())
                        .clientConfig(toRedis())
                        .connectionProvider(provider)
                        .build(),
                provider,
                settings);
    }

    private RedisNodes watchedBySentinels() {
        String master = settings.address().master().orElseThrow();
        Set<HostAndPort> sentinels = settings.address().nodes();
        ConnectionProvider provider =
                new SentineledConnectionProvider(
                        master, toRedis(), pool(), sentinels, toSentinel(), BETWEEN_SUBSCRIPTIONS);
        return new RedisNodes(
                RedisSentinelClient.builder()
                        .masterName(master)
                        .sentinels(sentinels)
                        .sentinelClientConfig(toSentinel())
                        .clientConfig(toRedis())
                        .connectionProvider(provider)
                        .build(),
                provider,
                settings);
    }

    private RedisNodes cluster() {
        Set<HostAndPort> nodes = settings.address().nodes();
        ClusterConnectionProvider provider =
                new ClusterConnectionProvider(nodes, toRedis(), pool());
        return new RedisNodes(
                RedisClusterClient.builder()
                        .nodes(nodes)
                        .clientConfig(toRedis())
                        .connectionProvider(provider)
                        .commandExecutor(new SingleSending(provider, REDIRECTIONS, redirecting()))
                        .build(),
                provider,
                settings);
    }

    private Duration redirecting() {
        Duration spare = settings.deadline().minus(settings.longestTry());
        return spare.compareTo(SHORTEST_REDIRECTING) < 0 ? SHORTEST_REDIRECTING : spare;
    }

    JedisClientConfig toRedis() {
        DefaultJedisClientConfig.Builder config = common();
        settings.address().user().ifPresent(config::user);
        settings.password().ifPresent(config::password);
        return config.database(settings.address().database()).build();
    }

    /** For a connection on which messages are waited for. */
    JedisClientConfig toListen() {
        return DefaultJedisClientConfig.builder()
                .from(toRedis())
                .blockingSocketTimeoutMillis((int) SILENCE.toMillis())
                .autoNegotiateProtocol(false)
                .build();
    }

    private JedisClientConfig toSentinel() {
        DefaultJedisClientConfig.Builder config = common().autoNegotiateProtocol(false);
        settings.access().sentinelUser().ifPresent(config::user);
        settings.access().sentinelPassword().ifPresent(config::password);
        return config.build();
    }

    private DefaultJedisClientConfig.Builder common() {
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

    private ConnectionPoolConfig pool() {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(settings.poolSize());
        pool.setMaxIdle(settings.poolSize());
        pool.setMaxWait(settings.poolWait());
        pool.setJmxEnabled(false);
        return pool;
    }
}
