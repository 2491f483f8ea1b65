package org.doclock.locking;

import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Function;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The connections to Redis, and the rule by which a call ends: an answer, or {@link
 * StoreUnavailableException} before its deadline. Connects when first used, not before.
 * Thread-safe.
 */
public final class RedisConnections implements AutoCloseable {

    /** A piece of work on Redis that may be done twice, and knows when it is. */
    public interface Work<T> {
        T on(UnifiedJedis redis, boolean again);
    }

    private final RedisSettings settings;
    private CompletableFuture<RedisNodes> opening;

    public RedisConnections(RedisSettings settings) {
        this.settings = settings;
    }

    /**
     * Does the work within {@code doclock.redis.deadline}.
     *
     * @throws StoreUnavailableException if there is no answer; what was sent may have been done
     */
    public <T> T call(Work<T> work) {
        return call(Optional.empty(), Deadline.in(settings.deadline()), work);
    }

    /**
     * Does the work, and once more if the connection turned out to be dead and time is left.
     *
     * @throws StoreUnavailableException if there is no answer; what was sent may have been done
     */
    <T> T call(Optional<String> documentId, Deadline deadline, Work<T> work) {
        return attempt(documentId, deadline, (nodes, again) -> work.on(nodes.client(), again));
    }

    boolean isCluster() {
        return settings.address().kind() == RedisAddress.Kind.CLUSTER;
    }

    /** The masters as they are now, each by a name for {@link #onMaster}. */
    List<String> masters(Deadline deadline) {
        return attempt(Optional.empty(), deadline, (nodes, again) -> nodes.masters());
    }

    /** Which master of a cluster has which slots, and which are on the move; empty elsewhere. */
    String slots(Deadline deadline) {
        return attempt(Optional.empty(), deadline, (nodes, again) -> nodes.slots());
    }

    <T> T onMaster(String name, Deadline deadline, Function<Jedis, T> work) {
        return attempt(Optional.empty(), deadline, (nodes, again) -> nodes.onMaster(name, work));
    }

    /** A connection of its own to a master; in a cluster to any. */
    Jedis connect(Deadline deadline) {
        return attempt(Optional.empty(), deadline, (nodes, again) -> nodes.connect(settings));
    }

    @Override
    public synchronized void close() {
        if (opening != null) {
            opening.thenAccept(RedisNodes::close);
        }
    }

    private <T> T attempt(
            Optional<String> documentId,
            Deadline deadline,
            BiFunction<RedisNodes, Boolean, T> work) {
        boolean again = false;
        while (true) {
            if (deadline.isPast()) {
                throw unavailable(documentId, null);
            }
            RedisNodes nodes = nodes(documentId, deadline);
            try {
                return work.apply(nodes, again);
            } catch (JedisException e) {
                boolean inTime = deadline.leavesRoomFor(settings.longestTry());
                if (inTime && isOnTheMove(e)) {
                    pause();
                } else if (inTime && isDeadConnection(e) && !again) {
                    nodes.forgetConnections();
                    again = true;
                } else {
                    throw unavailable(documentId, e);
                }
            }
        }
    }

    /** Opened in the background: who is the master may take longer to learn than a call may. */
    private RedisNodes nodes(Optional<String> documentId, Deadline deadline) {
        try {
            return opening().get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw unavailable(documentId, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(documentId, e);
        }
    }

    private synchronized CompletableFuture<RedisNodes> opening() {
        if (opening == null || opening.isCompletedExceptionally()) {
            opening =
                    CompletableFuture.supplyAsync(
                            () -> RedisNodes.open(settings), RedisConnections::inBackground);
        }
        return opening;
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "doclock-redis-connect");
        thread.setDaemon(true);
        thread.start();
    }

    private static StoreUnavailableException unavailable(
            Optional<String> documentId, Exception cause) {
        return new StoreUnavailableException(
                documentId, "The lock store does not answer: try again in a moment", cause);
    }

    private static boolean isDeadConnection(JedisException e) {
        Throwable dead = e instanceof JedisConnectionException ? e : e.getCause();
        return dead instanceof JedisConnectionException
                && !(dead.getCause() instanceof SocketTimeoutException);
    }

    /** Some keys of the slot are here and some are there by now: nothing was done. */
    static boolean isOnTheMove(JedisException e) {
        return e.getMessage() != null && e.getMessage().startsWith("TRYAGAIN");
    }

    private static void pause() {
        LockSupport.parkNanos(
                TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(2, 15)));
    }
}
