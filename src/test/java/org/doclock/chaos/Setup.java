package org.doclock.chaos;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.doclock.RedisProcess;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * A Redis of some kind behind doors, with the addresses by which the servers reach it.
 *
 * @param uris the address for each server
 */
record Setup(Kind kind, List<Node> nodes, List<RedisProcess> sentinels, List<URI> uris)
        implements AutoCloseable {

    static final int SERVERS = 2;

    private static final Duration MENDING = Duration.ofSeconds(12);

    /** From which the servers call. */
    static final String SERVERS_ADDRESS = "127.0.0.1";

    /**
     * A machine with a Redis.
     *
     * @param address from which it calls others
     * @param doors through which it is reached: on a single one a door for each server; else first
     *     the one of Redis, then the one of the cluster's bus or of the machine's sentinel
     */
    record Node(RedisProcess redis, String address, List<Door> doors) {

        /** By which others know it. */
        int port() {
            return doors.get(0).port();
        }

        /** For everybody. */
        void set(Door.State state) {
            doors.forEach(it -> it.set(state));
        }

        /** For those who call from these addresses. */
        void set(Door.State state, Collection<String> callers) {
            doors.forEach(it -> it.set(state, callers));
        }

        /** A part of what INFO says. */
        String info(String section) {
            return ask(redis, jedis -> jedis.info(section));
        }
    }

    /** Nothing passes between the two, in whatever direction it is asked for. */
    static void part(Collection<Node> some, Collection<Node> others, Door.State state) {
        some.forEach(it -> it.set(state, addresses(others)));
        others.forEach(it -> it.set(state, addresses(some)));
    }

    List<String> addressesOfOthers(Node node) {
        return addresses(nodes.stream().filter(it -> !it.equals(node)).toList());
    }

    private static List<String> addresses(Collection<Node> nodes) {
        return nodes.stream().map(Node::address).toList();
    }

    /**
     * Waits for a while until all know who is the master, and the replicas have what it has. After
     * three seconds old masters are told, which the sentinels do after ten.
     */
    void awaitWhole() throws InterruptedException {
        long start = System.nanoTime();
        while (!kind.isOneRedis() && !isWhole() && System.nanoTime() - start < MENDING.toNanos()) {
            Thread.sleep(200);
            if (System.nanoTime() - start > MENDING.toNanos() / 4) {
                nodes.forEach(this::rejoin);
            }
        }
    }

    List<Node> masters() {
        return nodes.stream().filter(it -> it.info("replication").contains("role:master")).toList();
    }

    /** Follows the master that the sentinels name, as its file would tell it after a restart. */
    void rejoin(Node node) {
        if (kind == Kind.SENTINEL) {
            int master = masterOfSentinels();
            if (node.port() != master) {
                follow(node.redis(), master);
            }
        }
    }

    @Override
    public void close() {
        sentinels.forEach(RedisProcess::close);
        nodes.forEach(
                node -> {
                    node.redis().close();
                    node.doors().forEach(Door::close);
                });
    }

    private boolean isWhole() {
        int masters = kind == Kind.CLUSTER ? nodes.size() / 2 : 1;
        List<Node> found = masters();
        return found.size() == masters
                && nodes.stream()
                        .filter(it -> !found.contains(it))
                        .allMatch(it -> it.info("replication").contains("master_link_status:up"))
                && (kind == Kind.CLUSTER
                        ? nodes.stream().allMatch(Setup::isClusterOk)
                        : found.get(0).port() == masterOfSentinels());
    }

    private static boolean isClusterOk(Node node) {
        return ask(node.redis(), Jedis::clusterInfo).contains("cluster_state:ok");
    }

    private int masterOfSentinels() {
        try (Jedis jedis = sentinels.get(0).connect()) {
            return Integer.parseInt(jedis.sentinelGetMasterAddrByName("doclock").get(1));
        }
    }

    /** Makes it a replica of the master behind a door. */
    static void follow(RedisProcess redis, int master) {
        ask(redis, jedis -> jedis.replicaof("127.0.0.1", master));
    }

    /**
     * Sentinels disconnect everybody from a node that gets another role: then it is asked again.
     */
    private static <T> T ask(RedisProcess redis, Function<Jedis, T> question) {
        try (Jedis jedis = redis.connect()) {
            return question.apply(jedis);
        } catch (JedisConnectionException disconnected) {
            try (Jedis jedis = redis.connect()) {
                return question.apply(jedis);
            }
        }
    }
}
