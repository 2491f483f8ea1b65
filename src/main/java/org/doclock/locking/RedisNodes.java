package org.doclock.locking;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.providers.SentineledConnectionProvider;
import redis.clients.jedis.util.JedisClusterCRC16;
import redis.clients.jedis.util.Pool;

/**
 * The nodes of a Redis of any kind behind one client. Thread-safe.
 *
 * @param client sends each command to the node that has its key
 * @param provider the connections to the nodes
 */
record RedisNodes(UnifiedJedis client, ConnectionProvider provider, RedisSettings settings)
        implements AutoCloseable {

    /** The node of a call that names no document, and of every call where there is no cluster. */
    private static final String ANY = "any";

    /** Connections that are made ready before callers come back. */
    private static final int READY = 8;

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

    /** A connection that belongs to no pool, on which messages are waited for. */
    Jedis connect() {
        return new Jedis(anyMaster(), new RedisClients(settings).toListen());
    }

    private HostAndPort anyMaster() {
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

    /** A piece of work on one connection to the master that has a document. */
    interface ConnectionWork<T> {

        /**
         * @param asking whether the document's slot is just moving there, so that ASKING is due
         */
        T on(Connection connection, boolean asking);
    }

    /** Does the work where the document is, following its slot of a cluster once. */
    <T> T onConnection(Optional<String> documentId, ConnectionWork<T> work) {
        if (documentId.isEmpty() || !(provider instanceof ClusterConnectionProvider cluster)) {
            try (Connection connection = provider.getConnection()) {
                return work.on(connection, false);
            }
        }
        int slot = JedisClusterCRC16.getSlot(LockKeys.lock(documentId.get()));
        try (Connection connection = cluster.getConnectionFromSlot(slot)) {
            return work.on(connection, false);
        } catch (JedisRedirectionException elsewhere) {
            boolean asking = elsewhere instanceof JedisAskDataException;
            if (!asking) {
                cluster.renewSlotCache();
            }
            try (Connection connection = cluster.getConnection(elsewhere.getTargetNode())) {
                return work.on(connection, asking);
            }
        }
    }

    /**
     * The name of the node that has a document; of any, where no document is named. Only a cluster
     * has more than one.
     */
    String of(Optional<String> documentId) {
        if (documentId.isPresent() && provider instanceof ClusterConnectionProvider cluster) {
            String key = LockKeys.lock(documentId.get());
            HostAndPort node = cluster.getNode(JedisClusterCRC16.getSlot(key));
            return node == null ? ANY : node.toString();
        }
        return ANY;
    }

    /**
     * Learns from any other node of a cluster who has which slots. One that is parted from the
     * majority knows only how it was.
     */
    void askAnotherThan(String node) {
        List<Pool<?>> others =
                provider.getConnectionMap().entrySet().stream()
                        .filter(it -> !it.getKey().toString().equals(node))
                        .<Pool<?>>map(it -> (Pool<?>) it.getValue())
                        .toList();
        if (provider instanceof ClusterConnectionProvider cluster && !others.isEmpty()) {
            Pool<?> any = others.get(ThreadLocalRandom.current().nextInt(others.size()));
            try (Connection connection = (Connection) any.getResource()) {
                cluster.renewSlotCache(connection);
            }
        }
    }

    /** A connection of the pool. */
    Connection connection(String node) {
        return provider instanceof ClusterConnectionProvider cluster && !node.equals(ANY)
                ? cluster.getConnection(HostAndPort.from(node))
                : provider.getConnection();
    }

    /** Whether there is a master of that name, by what the others say now. */
    boolean has(String node) {
        return node.equals(ANY) || masters().contains(node);
    }

    /** Asks it on a connection of its own: those of the pool may all be waiting for an answer. */
    boolean answers(String node) {
        if (!node.equals(ANY)) {
            return answers(HostAndPort.from(node));
        }
        if (provider instanceof SentineledConnectionProvider sentinels) {
            return answers(sentinels.getCurrentMaster());
        }
        return settings.address().nodes().stream().anyMatch(this::answers);
    }

    private boolean answers(HostAndPort node) {
        try (Connection connection = new Connection(node, new RedisClients(settings).toRedis())) {
            return connection.ping();
        } catch (JedisException e) {
            StoreFault fault = StoreFault.of(e);
            return !fault.isSilence() && !fault.mayPass();
        }
    }

    /** Where one connection to a node is dead, all are, most likely. */
    void forgetConnections(String node) {
        pools(node).forEach(Pool::clear);
    }

    /** Forgets the dead ones and has some living ones ready. */
    void renewConnections(String node) {
        forgetConnections(node);
        pools(node).forEach(pool -> pool.addObjects(Math.min(READY, pool.getMaxTotal())));
    }

    private Stream<Pool<?>> pools(String node) {
        return provider.getConnectionMap().entrySet().stream()
                .filter(it -> node.equals(ANY) || it.getKey().toString().equals(node))
                .map(it -> (Pool<?>) it.getValue());
    }

    @Override
    public void close() {
        client.close();
    }
}
