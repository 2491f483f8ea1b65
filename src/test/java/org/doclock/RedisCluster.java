package org.doclock;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/**
 * Three masters and three replicas of our own, with all slots among them.
 *
 * @param nodes the masters as they were at the start, then a replica of each
 */
public record RedisCluster(List<RedisProcess> nodes) implements AutoCloseable {

    static final int SLOTS = 16_384;

    private static final int MASTERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Options are those of every node. */
    public static RedisCluster start(String... options) {
        return start(ports -> ports, number -> "127.0.0.1", options);
    }

    /** Where a node is reached: by everybody, and by the others of its cluster. */
    public record Ports(int port, int bus) {

        private static Ports free() {
            return new Ports(RedisProcess.freePort(), RedisProcess.freePort());
        }
    }

    /**
     * Starts one whose nodes are reached in another way than directly.
     *
     * @param announced the ports by which to reach the node with some ports
     * @param address from which the node with a number, 0 to 5, calls the others
     */
    public static RedisCluster start(
            UnaryOperator<Ports> announced, IntFunction<String> address, String... options) {
        List<RedisProcess> nodes = new ArrayList<>();
        List<Ports> reached = new ArrayList<>();
        for (int i = 0; i < 2 * MASTERS; i++) {
            Ports own = Ports.free();
            reached.add(announced.apply(own));
            nodes.add(
                    RedisProcess.start(
                            own.port(),
                            Stream.of(
                                            options(own, reached.get(i)),
                                            Stream.of("--bind-source-addr", address.apply(i)),
                                            Stream.of(options))
                                    .flatMap(Function.identity())
                                    .toArray(String[]::new)));
        }
        RedisCluster cluster = new RedisCluster(List.copyOf(nodes));
        cluster.join(reached);
        return cluster;
    }

    private static Stream<String> options(Ports own, Ports reached) {
        return Stream.of(
                "--cluster-enabled",
                "yes",
                "--cluster-config-file",
                // A port may come again, and with it the folder of its node.
                "nodes-" + UUID.randomUUID() + ".conf",
                "--cluster-port",
                Integer.toString(own.bus()),
                "--cluster-node-timeout",
                "5000",
                "--repl-diskless-sync-delay",
                "0",
                "--cluster-announce-ip",
                "127.0.0.1",
                "--cluster-announce-port",
                Integer.toString(reached.port()),
                "--cluster-announce-bus-port",
                Integer.toString(reached.bus()));
    }

    public List<RedisProcess> masters() {
        return nodes.subList(0, MASTERS);
    }

    public RedisLook look() {
        return RedisLook.atCluster(
                masters().stream()
                        .map(it -> new HostAndPort("127.0.0.1", it.port()))
                        .collect(Collectors.toSet()));
    }

    /**
     * @param userInfo such as {@code anna:s3cret@}, or nothing
     */
    public URI uri(String userInfo) {
        return URI.create(
                nodes.stream()
                        .map(it -> "127.0.0.1:" + it.port())
                        .collect(Collectors.joining(",", "redis+cluster://" + userInfo, "")));
    }

    @Override
    public void close() {
        nodes.forEach(RedisProcess::close);
    }

    private void join(List<Ports> reached) {
        List<Jedis> all = nodes.stream().map(RedisProcess::connect).toList();
        for (int i = 0; i < MASTERS; i++) {
            all.get(i).clusterSetConfigEpoch(i + 1);
            all.get(i).clusterAddSlotsRange(i * SLOTS / MASTERS, (i + 1) * SLOTS / MASTERS - 1);
        }
        for (int i = 1; i < all.size(); i++) {
            all.get(0)
                    .sendCommand(
                            Protocol.Command.CLUSTER,
                            "MEET",
                            "127.0.0.1",
                            Integer.toString(reached.get(i).port()),
                            Integer.toString(reached.get(i).bus()));
        }
        await().atMost(PATIENCE).until(() -> all.stream().allMatch(this::knowsAll));
        for (int i = 0; i < MASTERS; i++) {
            all.get(MASTERS + i).clusterReplicate(all.get(i).clusterMyId());
        }
        await().atMost(PATIENCE).until(() -> all.stream().allMatch(this::isReady));
        all.forEach(Jedis::close);
    }

    private boolean knowsAll(Jedis node) {
        String info = node.clusterInfo();
        return info.contains("cluster_known_nodes:" + nodes.size())
                && info.contains("cluster_state:ok")
                && node.clusterNodes().lines().noneMatch(it -> it.contains("handshake"));
    }

    private boolean isReady(Jedis node) {
        return node.clusterNodes().lines().filter(it -> it.contains("slave ")).count() == MASTERS
                && node.clusterInfo().contains("cluster_state:ok");
    }
}
