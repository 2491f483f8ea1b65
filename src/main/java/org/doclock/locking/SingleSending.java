package org.doclock.locking;

import java.time.Duration;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.StaticCommandFlagsRegistry;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.executors.ClusterCommandExecutor;
import redis.clients.jedis.providers.ClusterConnectionProvider;

/**
 * Follows a cluster's redirections, and does not by itself send a command again that may have been
 * done: {@link RedisConnections} does, for every kind of Redis, and knows that it did.
 */
final class SingleSending extends ClusterCommandExecutor {

    SingleSending(ClusterConnectionProvider provider, int attempts, Duration spare) {
        super(provider, attempts, spare, StaticCommandFlagsRegistry.registry());
    }

    @Override
    protected <T> T execute(Connection connection, CommandObject<T> command) {
        try {
            return super.execute(connection, command);
        } catch (JedisConnectionException e) {
            throw new JedisClusterOperationException(e);
        }
    }
}
