package org.doclock.chaos;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.doclock.RedisCluster;
import org.doclock.RedisProcess;
import redis.clients.jedis.Jedis;

/**
 * A Redis of some kind behind doors, with the addresses by which the servers reach it.
 *
 * @param uris the address for each server
 */
record Setup(Kind kind, List<Node> nodes, List<RedisProcess> sentinels, List<URI> uris)
        implements AutoCloseable {

    static final int SERVERS = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration MENDING = Duration.ofSeconds(6);

    /** Kinds of Redis. */
    enum Kind {
        /** Stand-alone, and it keeps on disk what it has answered. */
        KEEPING,
        /** Stand-alone, and it forgets everything when it is killed. */
        FORGETTING,
        SENTINEL,
        CLUSTER;

        boolean isOneRedis() {
            return this == KEEPING || this == FORGETTING;
        }
    }

    /** A Redis, and the doors through which it is reached: one, or one for each server. */
    record Node(RedisProcess redis, List<Door> doors) {

        void set(Door.State state) {
            doors.forEach(it -> it.set(state));
        }

        /** A part of what INFO says. */
        String info(String section) {
            try (Jedis jedis = redis.connect()) {
                return jedis.info(section);
            }
        }
    }

    static Setup start(Kind kind) {
        return switch (kind) {
            case KEEPING -> standAlone(kind, keeping());
            case FORGETTING -> standAlone(kind);
            case SENTINEL -> sentinel();
            case CLUSTER -> cluster();
        };
    }

    /** Waits for a while until all know who is the master, and the replicas have what it has. */
    void awaitWhole() throws InterruptedException {
        long end = System.nanoTime() + MENDING.toNanos();
        while (!kind.isOneRedis() && !isWhole() && System.nanoTime() < end) {
            Thread.sleep(100);
        }
    }

    List<Node> masters() {
        return nodes.stream().filter(it -> it.info("replication").contains("role:master")).toList();
    }

    /** After its restart a node is what the sentinels know, as its file would say. */
    void rejoin(Node node) {
        if (kind == Kind.SENTINEL) {
            int master = masterOfSentinels();
            if (node.doors().get(0).port() != master) {
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
                        : found.get(0).doors().get(0).port() == masterOfSentinels());
    }

    private static boolean isClusterOk(Node node) {
        try (Jedis jedis = node.redis().connect()) {
            return jedis.clusterInfo().contains("cluster_state:ok");
        }
    }

    private int masterOfSentinels() {
        try (Jedis jedis = sentinels.get(0).connect()) {
            return Integer.parseInt(jedis.sentinelGetMasterAddrByName("doclock").get(1));
        }
    }

    private static Setup standAlone(Kind kind, String... options) {
        RedisProcess redis = RedisProcess.start(options);
        List<Door> doors =
                IntStream.range(0, SERVERS).mapToObj(i -> new Door(redis.port())).toList();
        return new Setup(
                kind,
                List.of(new Node(redis, doors)),
                List.of(),
                doors.stream().map(it -> URI.create("redis://127.0.0.1:" + it.port())).toList());
    }

    private static Setup sentinel() {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int port = RedisProcess.freePort();
            Door door = new Door(port);
            String[] announcing = {
                "--replica-announce-ip",
                "127.0.0.1",
                "--replica-announce-port",
                Integer.toString(door.port()),
                "--repl-diskless-sync-delay",
                "0"
            };
            nodes.add(
                    new Node(RedisProcess.start(port, and(keeping(), announcing)), List.of(door)));
        }
        int master = nodes.get(0).doors().get(0).port();
        nodes.subList(1, 3).forEach(it -> follow(it.redis(), master));
        await().atMost(PATIENCE)
                .until(() -> nodes.get(0).info("replication").contains("connected_slaves:2"));
        String[] lines = {
            "sentinel monitor doclock 127.0.0.1 " + master + " 2",
            "sentinel down-after-milliseconds doclock 1000",
            "sentinel failover-timeout doclock 5000"
        };
        List<RedisProcess> sentinels =
                IntStream.range(0, 3)
                        .mapToObj(i -> RedisProcess.startSentinel(RedisProcess.freePort(), lines))
                        .toList();
        for (RedisProcess sentinel : sentinels) {
            try (Jedis jedis = sentinel.connect()) {
                await().atMost(PATIENCE)
                        .until(
                                () ->
                                        jedis.sentinelSentinels("doclock").size() == 2
                                                && jedis.sentinelReplicas("doclock").size() == 2);
            }
        }
        return new Setup(
                Kind.SENTINEL,
                nodes,
                sentinels,
                uris("redis+sentinel://", sentinels.stream().map(RedisProcess::port), "/doclock"));
    }

    private static Setup cluster() {
        Map<Integer, Door> doors = new HashMap<>();
        RedisCluster cluster =
                RedisCluster.start(
                        port -> doors.computeIfAbsent(port, Door::new).port(),
                        and(keeping(), "--cluster-node-timeout", "1500"));
        List<Node> nodes =
                cluster.nodes().stream()
                        .map(it -> new Node(it, List.of(doors.get(it.port()))))
                        .toList();
        return new Setup(
                Kind.CLUSTER,
                nodes,
                List.of(),
                uris("redis+cluster://", doors.values().stream().map(Door::port), ""));
    }

    private static void follow(RedisProcess redis, int master) {
        try (Jedis jedis = redis.connect()) {
            jedis.replicaof("127.0.0.1", master);
        }
    }

    private static List<URI> uris(String scheme, Stream<Integer> ports, String rest) {
        URI uri =
                URI.create(
                        ports.map(it -> "127.0.0.1:" + it)
                                .collect(Collectors.joining(",", scheme, rest)));
        return List.of(uri, uri);
    }

    /** A folder of its own: a port may come again, and with it the folder of its Redis. */
    private static String[] keeping() {
        return new String[] {
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
            "--appenddirname",
            "appendonly-" + UUID.randomUUID()
        };
    }

    private static String[] and(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    }
}
