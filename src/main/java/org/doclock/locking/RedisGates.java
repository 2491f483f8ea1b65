package org.doclock.locking;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Logger;

/**
 * The gate of each node. One that shuts is looked after by a thread of its own, which asks the node
 * until it answers, has connections ready, and opens the gate. Thread-safe.
 */
final class RedisGates implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RedisGates.class.getName());
    private static final int MILLIS_BETWEEN_LOOKS = 100;

    private final RedisSettings settings;
    private final RedisOpening opening;
    private final Map<String, RedisGate> gates = new ConcurrentHashMap<>();
    private volatile boolean closed;

    RedisGates(RedisSettings settings, RedisOpening opening) {
        this.settings = settings;
        this.opening = opening;
    }

    RedisGate of(String node) {
        RedisGate gate = gates.get(node);
        return gate != null ? gate : gates.computeIfAbsent(node, this::gate);
    }

    Collection<RedisGate> all() {
        return gates.values();
    }

    @Override
    public void close() {
        closed = true;
    }

    private RedisGate gate(String node) {
        return new RedisGate(
                settings,
                () -> opening.now().connection(node),
                () -> RedisOpening.inBackground("doclock-redis-look", () -> look(node)));
    }

    private void look(String node) {
        long since = System.nanoTime();
        LOG.warning("Redis does not answer: callers are refused at once until it does");
        while (!closed && !opens(node)) {
            RedisOpening.pause(
                    MILLIS_BETWEEN_LOOKS / 2
                            + ThreadLocalRandom.current().nextInt(MILLIS_BETWEEN_LOOKS));
        }
        if (!closed) {
            LOG.info(
                    () ->
                            "Redis answers again, after %.1f s"
                                    .formatted((System.nanoTime() - since) / 1e9));
        }
    }

    private boolean opens(String node) {
        try {
            RedisNodes nodes = opening.now();
            if (!nodes.has(node)) {
                gates.remove(node);
                return true;
            }
            if (!nodes.answers(node)) {
                return false;
            }
            nodes.renewConnections(node);
            of(node).open();
            return true;
        } catch (RuntimeException stillAway) {
            return false;
        }
    }
}
