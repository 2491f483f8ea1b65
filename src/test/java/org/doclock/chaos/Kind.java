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

/** Kinds of Redis. */
enum Kind {
    /** Stand-alone, and it keeps on disk what it has answered. */
    KEEPING,
    /** Stand-alone, and it forgets everything when it is killed. */
    FORGETTING,
    /** A master, two replicas and three sentinels. */
    SENTINEL,
    /** Three masters with a replica each. */
    CLUSTER;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    boolean isOneRedis() {
        return this == KEEPING || this == FORGETTING;
    }

    Setup start() {
        return switch (this) {
            case KEEPING -> standAlone(keeping());
            case FORGETTING -> standAlone();
            case SENTINEL -> sentinel();
            case CLUSTER -> cluster();
        };
    }

    private Setup standAlone(String... options) {
        RedisProcess redis = RedisProcess.start(options);
        List<Door> doors =
                IntStream.range(0, Setup.SERVERS).mapToObj(i -> new Door(redis.port())).toList();
        return new Setup(
                this,
                List.of(new Setup.Node(redis, "127.0.0.1", doors)),
                List.of(),
                doors.stream().map(it -> URI.create("redis://127.0.0.1:" + it.port())).toList());
    }

    /** On each of three machines one Redis and one sentinel. */
    private static Setup sentinel() {
        List<Setup.Node> nodes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int port = RedisProcess.freePort();
            Door door = new Door(port);
            String[] options = {
                "--bind-source-addr",
                address(i),
                "--replica-announce-ip",
                "127.0.0.1",
                "--replica-announce-port",
                Integer.toString(door.port()),
                "--repl-diskless-sync-delay",
                "0"
            };
            RedisProcess redis = RedisProcess.start(port, and(keeping(), options));
            Door sentinel = new Door(RedisProcess.freePort());
            nodes.add(new Setup.Node(redis, address(i), List.of(door, sentinel)));
        }
        int master = nodes.get(0).port();
        nodes.subList(1, 3).forEach(it -> Setup.follow(it.redis(), master));
        await().atMost(PATIENCE)
                .until(() -> nodes.get(0).info("replication").contains("connected_slaves:2"));
        List<RedisProcess> sentinels = nodes.stream().map(it -> watching(it, master)).toList();
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
                SENTINEL,
                nodes,
                sentinels,
                uris(
                        "redis+sentinel://",
                        nodes.stream().map(it -> it.doors().get(1).port()),
                        "/doclock"));
    }

    private static RedisProcess watching(Setup.Node node, int master) {
        Door door = node.doors().get(1);
        return RedisProcess.startSentinel(
                door.redisPort(),
                "bind-source-addr " + node.address(),
                "sentinel announce-ip 127.0.0.1",
                "sentinel announce-port " + door.port(),
                "sentinel monitor doclock 127.0.0.1 " + master + " 2",
                "sentinel down-after-milliseconds doclock 1000",
                "sentinel failover-timeout doclock 5000");
    }

    private static Setup cluster() {
        Map<Integer, List<Door>> doors = new HashMap<>();
        RedisCluster cluster =
                RedisCluster.start(
                        own -> {
                            Door everybodys = new Door(own.port());
                            Door bus = new Door(own.bus());
                            doors.put(own.port(), List.of(everybodys, bus));
                            return new RedisCluster.Ports(everybodys.port(), bus.port());
                        },
                        Kind::address,
                        and(keeping(), "--cluster-node-timeout", "1500"));
        List<Setup.Node> nodes =
                IntStream.range(0, cluster.nodes().size())
                        .mapToObj(
                                i -> {
                                    RedisProcess redis = cluster.nodes().get(i);
                                    return new Setup.Node(
                                            redis, address(i), doors.get(redis.port()));
                                })
                        .toList();
        return new Setup(
                CLUSTER,
                nodes,
                List.of(),
                uris("redis+cluster://", nodes.stream().map(Setup.Node::port), ""));
    }

    /** From which the machine with a number calls others; the servers call from the first. */
    private static String address(int number) {
        return "127.0.0." + (2 + number);
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
