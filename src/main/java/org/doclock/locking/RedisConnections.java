package org.doclock.locking;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The pool of connections to Redis, and the rule by which a call ends: an answer, or {@link
 * StoreUnavailableException} before its deadline. Connects when first used, not before.
 * Thread-safe.
 */
public final class RedisConnections implements AutoCloseable {

    /** A piece of work on Redis that may be done twice, and knows when it is. */
    public interface Work<T> {
        T on(RedisClient redis, boolean again);
    }

    private final RedisClient client;
    private final Duration deadline;
    private final Duration longestTry;

    public RedisConnections(RedisSettings settings) {
        deadline = settings.deadline();
        longestTry = settings.longestTry();
        client =
                RedisClient.builder()
                        .hostAndPort(settings.host(), settings.port())
                        .clientConfig(clientConfig(settings))
                        .poolConfig(poolConfig(settings))
                        .build();
    }

    /**
     * Does the work within {@code doclock.redis.deadline}.
     *
     * @throws StoreUnavailableException if there is no answer; what was sent may have been done
     */
    public <T> T call(Work<T> work) {
        return call(Optional.empty(), Deadline.in(deadline), work);
    }

    /**
     * Does the work, and once more if the connection turned out to be dead and time is left.
     *
     * @throws StoreUnavailableException if there is no answer; what was sent may have been done
     */
    <T> T call(Optional<String> documentId, Deadline deadline, Work<T> work) {
        boolean again = false;
        while (true) {
            if (deadline.isPast()) {
                throw unavailable(documentId, null);
            }
            try {
                return work.on(client, again);
            } catch (JedisConnectionException e) {
                if (isTimeout(e) || again || !deadline.leavesRoomFor(longestTry)) {
                    throw unavailable(documentId, e);
                }
                // Redis was restarted, most likely: the pool's other connections are dead as well.
                client.getPool().clear();
                again = true;
            } catch (JedisException e) {
                throw unavailable(documentId, e);
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private static StoreUnavailableException unavailable(
            Optional<String> documentId, JedisException cause) {
        return new StoreUnavailableException(
                documentId, "The lock store does not answer: try again in a moment", cause);
    }

    private static boolean isTimeout(JedisConnectionException e) {
        return e.getCause() instanceof SocketTimeoutException;
    }

    private static DefaultJedisClientConfig clientConfig(RedisSettings settings) {
        DefaultJedisClientConfig.Builder config =
                DefaultJedisClientConfig.builder(settings.uri())
                        .clientName("doclock")
                        .connectionTimeoutMillis((int) settings.connectTimeout().toMillis())
                        .socketTimeoutMillis((int) settings.readTimeout().toMillis());
        if (settings.isEncrypted()) {
            // The certificate and the host's name are both verified.
            config.sslOptions(SslOptions.defaults());
        }
        return config.build();
    }

    private static ConnectionPoolConfig poolConfig(RedisSettings settings) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(settings.poolSize());
        pool.setMaxIdle(settings.poolSize());
        pool.setMaxWait(settings.poolWait());
        pool.setJmxEnabled(false);
        return pool;
    }
}
