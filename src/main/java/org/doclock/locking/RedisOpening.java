package org.doclock.locking;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Finds the nodes of Redis in the background, once somebody needs them: who is the master may take
 * longer to learn than a call may. If it fails it is tried again until it succeeds, and callers are
 * refused at once meanwhile. Thread-safe.
 */
final class RedisOpening implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RedisOpening.class.getName());
    private static final int MILLIS_BETWEEN_TRIES = 300;

    private final RedisSettings settings;
    private volatile RedisNodes nodes;
    private CompletableFuture<RedisNodes> first;
    private boolean closed;
    private final AtomicBoolean asking = new AtomicBoolean();

    RedisOpening(RedisSettings settings) {
        this.settings = settings;
    }

    RedisNodes get(Deadline deadline)
            throws ExecutionException, TimeoutException, InterruptedException {
        RedisNodes found = nodes;
        return found != null ? found : begun().get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    }

    /**
     * @throws IllegalStateException if they have not been found
     */
    RedisNodes now() {
        RedisNodes found = nodes;
        if (found == null) {
            throw new IllegalStateException("Redis has not been found");
        }
        return found;
    }

    /**
     * Learns in the background who has the slots now, if this node has lost sight of the others.
     */
    void askAnotherThan(String node) {
        if (asking.compareAndSet(false, true)) {
            inBackground(
                    "doclock-redis-slots",
                    () -> {
                        try {
                            now().askAnotherThan(node);
                        } catch (JedisException away) {
                            LOG.log(Level.FINE, "The next caller asks another one", away);
                        } finally {
                            asking.set(false);
                        }
                    });
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (nodes != null) {
            nodes.close();
        }
    }

    static void inBackground(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private synchronized CompletableFuture<RedisNodes> begun() {
        if (first == null) {
            first = new CompletableFuture<>();
            inBackground("doclock-redis-connect", this::find);
        }
        return first;
    }

    private void find() {
        while (!isClosed()) {
            try {
                found(new RedisClients(settings).open());
                return;
            } catch (RuntimeException e) {
                if (first.completeExceptionally(e)) {
                    LOG.log(Level.WARNING, "Redis is not found, and looked for until it is", e);
                }
                pause(
                        MILLIS_BETWEEN_TRIES
                                + ThreadLocalRandom.current().nextInt(MILLIS_BETWEEN_TRIES));
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void found(RedisNodes opened) {
        if (closed) {
            opened.close();
        } else {
            nodes = opened;
            first.complete(opened);
        }
    }
}
