package org.doclock.locking;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.doclock.locking.RedisWay.Errand;
import org.doclock.locking.RedisWay.Question;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.UnifiedJedis;

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
    private final RedisOpening opening;
    private final RedisGates gates;

    public RedisConnections(RedisSettings settings) {
        this.settings = settings;
        opening = new RedisOpening(settings);
        gates = new RedisGates(settings, opening);
    }

    /**
     * Does the work within {@code doclock.redis.deadline}.
     *
     * @throws StoreUnavailableException if there is no answer; what was sent may have been done
     */
    public <T> T call(Work<T> work) {
        return call(Optional.empty(), Deadline.in(settings.deadline()), work);
    }

    /** The same with a deadline of the caller's. */
    <T> T call(Deadline deadline, Work<T> work) {
        return call(Optional.empty(), deadline, work);
    }

    StoreUse use() {
        return new StoreUse(
                gates.all().stream().mapToInt(RedisGate::inUse).sum(),
                Math.max(1, gates.all().size()) * settings.poolSize(),
                (int) gates.all().stream().filter(RedisGate::isShut).count());
    }

    /**
     * Does the work, and again as long as what was wrong may have passed and a whole try fits.
     *
     * @throws StoreUnavailableException if there is no answer; what was sent may have been done
     */
    <T> T call(Optional<String> documentId, Deadline deadline, Work<T> work) {
        return attempt(documentId, deadline, (nodes, again) -> work.on(nodes.client(), again));
    }

    /**
     * The same about one document: together with what others ask, where many do.
     *
     * @param alone asks the same by itself, and follows the document wherever it is
     */
    <T> T ask(String documentId, Deadline deadline, Question<T> together, Work<T> alone) {
        return way(Optional.of(documentId), deadline)
                .together(false, together, (nodes, again) -> alone.on(nodes.client(), again));
    }

    /** The same for a question that has replicas waited for. */
    <T> T askWaiting(
            String documentId, Deadline deadline, Question<T> together, ConnectionWork<T> alone) {
        Optional<String> document = Optional.of(documentId);
        return way(document, deadline).together(true, together, onConnection(document, alone));
    }

    /** The same for work that has to be done on one connection. */
    interface ConnectionWork<T> {

        /**
         * @param asking whether the document's slot is just moving there, so that ASKING is due
         */
        T on(Connection connection, boolean asking, boolean again);
    }

    /** Like {@link #call}, on one connection to the master that has the document. */
    <T> T onConnection(Optional<String> documentId, Deadline deadline, ConnectionWork<T> work) {
        return attempt(documentId, deadline, onConnection(documentId, work));
    }

    private static <T> Errand<T> onConnection(Optional<String> documentId, ConnectionWork<T> work) {
        return (nodes, again) ->
                nodes.onConnection(
                        documentId, (connection, asking) -> work.on(connection, asking, again));
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
        return attempt(Optional.empty(), deadline, (nodes, again) -> nodes.connect());
    }

    @Override
    public void close() {
        gates.close();
        opening.close();
    }

    private <T> T attempt(Optional<String> documentId, Deadline deadline, Errand<T> work) {
        return way(documentId, deadline).alone(work);
    }

    private RedisWay way(Optional<String> documentId, Deadline deadline) {
        if (deadline.isPast()) {
            throw unavailable(documentId, StoreFault.TIME_OUT, null);
        }
        RedisNodes nodes = nodes(documentId, deadline);
        String node = nodes.of(documentId);
        RedisGate gate = gates.of(node);
        if (gate.isShut()) {
            throw unavailable(documentId, StoreFault.CONNECTION_LOST, null);
        }
        return new RedisWay(documentId, deadline, opening, nodes, node, gate);
    }

    private RedisNodes nodes(Optional<String> documentId, Deadline deadline) {
        try {
            return opening.get(deadline);
        } catch (ExecutionException | TimeoutException e) {
            throw unavailable(documentId, StoreFault.CONNECTION_LOST, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(documentId, StoreFault.CONNECTION_LOST, e);
        }
    }

    private static StoreUnavailableException unavailable(
            Optional<String> documentId, StoreFault fault, Exception cause) {
        return new StoreUnavailableException(documentId, fault.message(), cause);
    }
}
