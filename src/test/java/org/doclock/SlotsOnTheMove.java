package org.doclock;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.params.MigrateParams;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Moves slots of a cluster from master to master without a pause, those first whose documents were
 * changed last: so it moves them under whoever works with them.
 */
public final class SlotsOnTheMove implements AutoCloseable {

    private static final Pattern DOCUMENT = Pattern.compile("\"docId\":\"([\\w-]+)");
    private static final Pattern REDIRECTION =
            Pattern.compile("errorstat_(?:MOVED|ASK|TRYAGAIN):count=(\\d+)");
    private static final int REMEMBERED = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<Jedis> masters;
    private final List<String> ids;
    private final Jedis listening;
    private final Deque<Integer> recent = new ArrayDeque<>();
    private final JedisPubSub listener =
            new JedisPubSub() {
                @Override
                public void onMessage(String channel, String message) {
                    remember(message);
                }
            };
    private final Thread mover = new Thread(this::move, "slots-on-the-move");
    private final Thread listens = new Thread(this::listen, "slots-to-move");
    private final List<Jedis> all;
    private volatile boolean ended;
    private volatile int slotsMoved;
    private volatile int keysMoved;
    private volatile int redirections;

    public SlotsOnTheMove(RedisCluster cluster) {
        all = cluster.nodes().stream().map(RedisProcess::connect).toList();
        masters = all.subList(0, cluster.masters().size());
        ids = masters.stream().map(Jedis::clusterMyId).toList();
        listening = cluster.masters().get(0).connect();
        mover.start();
        listens.start();
    }

    public int slotsMoved() {
        return slotsMoved;
    }

    public int keysMoved() {
        return keysMoved;
    }

    /**
     * How often somebody asked a master for what was elsewhere, or half elsewhere: known once this
     * is closed, since until then the connections are the mover's.
     */
    public int redirections() {
        return redirections;
    }

    private int countRedirections() {
        return masters.stream()
                .flatMap(it -> REDIRECTION.matcher(it.info("errorstats")).results())
                .mapToInt(it -> Integer.parseInt(it.group(1)))
                .sum();
    }

    @Override
    public void close() {
        ended = true;
        listener.unsubscribe();
        try {
            mover.join();
            listens.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        redirections = countRedirections();
        all.forEach(Jedis::close);
        listening.close();
    }

    private void listen() {
        listening.subscribe(listener, "doc-lock-events");
    }

    private synchronized void remember(String message) {
        Matcher document = DOCUMENT.matcher(message);
        if (document.find()) {
            int slot = JedisClusterCRC16.getSlot("doc-lock:" + document.group(1));
            recent.remove(slot);
            recent.addFirst(slot);
            if (recent.size() > REMEMBERED) {
                recent.removeLast();
            }
        }
    }

    private synchronized List<Integer> recentSlots() {
        return new ArrayList<>(recent);
    }

    private void move() {
        while (!ended) {
            for (int slot : recentSlots()) {
                move(slot);
            }
            Thread.yield();
        }
    }

    private void move(int slot) {
        int from = ids.indexOf(owner(masters.get(0), slot));
        int to = (from + 1) % masters.size();
        masters.get(to).clusterSetSlotImporting(slot, ids.get(from));
        masters.get(from).clusterSetSlotMigrating(slot, ids.get(to));
        List<String> keys = masters.get(from).clusterGetKeysInSlot(slot, 100);
        while (!keys.isEmpty()) {
            keys.forEach(key -> migrate(key, from, to));
            keys = masters.get(from).clusterGetKeysInSlot(slot, 100);
        }
        masters.get(to).clusterSetSlotNode(slot, ids.get(to));
        masters.forEach(it -> it.clusterSetSlotNode(slot, ids.get(to)));
        slotsMoved++;
        // A replica that has not heard of it might talk the others out of it at the next move.
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> all.stream().allMatch(it -> owner(it, slot).equals(ids.get(to))));
    }

    /** One by one: for a while a document's lock is here and its fence is there. */
    private void migrate(String key, int from, int to) {
        int port = masters.get(to).getConnection().getHostAndPort().getPort();
        masters.get(from).migrate("127.0.0.1", port, 5_000, new MigrateParams(), key);
        keysMoved++;
    }

    /** The id of the master that has the slot, in the eyes of a node. */
    private static String owner(Jedis node, int slot) {
        for (Object range : (List<?>) node.sendCommand(Protocol.Command.CLUSTER, "SLOTS")) {
            List<?> fields = (List<?>) range;
            if ((Long) fields.get(0) <= slot && slot <= (Long) fields.get(1)) {
                return new String((byte[]) ((List<?>) fields.get(2)).get(2), US_ASCII);
            }
        }
        return "";
    }
}
