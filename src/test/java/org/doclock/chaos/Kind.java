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
                List.of(new Setup.Node(redis, doors)),
                List.of(),
                doors.stream().map(it -> URI.create("redis://127.0.0.1:" + it.port())).toList());
    }

    private static Setup sentinel() {
        List<Setup.Node> nodes = new ArrayList<>();
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
                    new Setup.Node(
                            RedisProcess.start(port, and(keeping(), announcing)), List.of(door)));
        }
        int master = nodes.get(0).doors().get(0).port();
        nodes.subList(1, 3).forEach(it -> Setup.follow(it.redis(), master));
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
                SENTINEL,
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
        List<Setup.Node> nodes =
                cluster.nodes().stream()
                        .map(it -> new Setup.Node(it, List.of(doors.get(it.port()))))
                        .toList();
        return new Setup(
                CLUSTER,
                nodes,
                List.of(),
                uris("redis+cluster://", doors.values().stream().map(Door::port), ""));
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
