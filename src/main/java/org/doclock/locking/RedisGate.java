package org.doclock.locking;

import dev.failsafe.CircuitBreaker;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What every call to one node passes: no more at a time than there are connections, or a place on a
 * lane where many come at a time, and none while it is known that nobody answers. Only whoever
 * looks after the node opens it again, never a caller: none has to try whether a dead Redis lives.
 * Thread-safe.
 *
 * <p>Waiting here rather than in the pool of connections also keeps the pool from replacing a lost
 * connection in the thread of the caller who lost it, which it does for those who wait there.
 */
final class RedisGate {

    /** Calls in a row that got no answer at all, each with its second try. */
    private static final int FAILURES = 5;

    /** Callers on lanes at a time, for each connection that there may be. */
    private static final int PLACES = 16;

    private static final Duration NEVER = Duration.ofDays(36_500);

    private final int size;
    private final Semaphore permits;
    private final Semaphore places;
    private final int crowd;
    private final List<Lane> lanes;
    private final List<Lane> grantLanes;
    private final AtomicInteger turn = new AtomicInteger();
    private final CircuitBreaker<Object> breaker;

    /**
     * @param connections to the node, from the pool
     * @param shut runs, in the caller's thread, whenever the gate shuts
     */
    RedisGate(RedisSettings settings, Supplier<Connection> connections, Runnable shut) {
        GroupCommit groupCommit = settings.groupCommit();
        size = settings.poolSize();
        permits = new Semaphore(size);
        places = new Semaphore(PLACES * size);
        crowd = Math.min(size, groupCommit.from());
        Stream<Lane> newLanes = Stream.generate(() -> new Lane(this, connections, settings));
        List<Lane> all = newLanes.limit(2L * groupCommit.lanes()).toList();
        lanes = all.subList(0, groupCommit.lanes());
        grantLanes = all.subList(groupCommit.lanes(), all.size());
        breaker =
                CircuitBreaker.builder()
                        .withFailureThreshold(FAILURES)
                        .withDelay(NEVER)
                        .onOpen(event -> shut.run())
                        .build();
    }

    boolean isShut() {
        return breaker.isOpen();
    }

    /** Whether so many calls are under way that the next one had better travel with others. */
    boolean isCrowded() {
        return !lanes.isEmpty()
                && inUse() + PLACES * size - places.availablePermits() >= crowd
                && !Thread.currentThread().isInterrupted();
    }

    /** Lets a caller in; whoever was let in has to {@link #leave()}. */
    boolean enter(Deadline patience) {
        return acquire(permits, patience);
    }

    /**
     * Lets the leader of a lane in, who has to {@link #leave()}.
     *
     * @throws JedisException if there is no connection for it, or nobody to answer
     */
    void enterForAll(Deadline patience) {
        if (isShut()) {
            throw new JedisConnectionException("It is known that nobody answers");
        }
        if (!enter(patience)) {
            throw new JedisException("No free connection", new NoSuchElementException());
        }
    }

    void leave() {
        permits.release();
    }

    /**
     * Lets a caller in who travels with others and has to {@link #alight()}.
     *
     * @param waits for replicas, so that those who do not go on other lanes
     */
    Optional<Lane> board(Deadline patience, boolean waits) {
        List<Lane> all = waits ? grantLanes : lanes;
        return acquire(places, patience)
                ? Optional.of(all.get(Math.floorMod(turn.getAndIncrement(), all.size())))
                : Optional.empty();
    }

    void alight() {
        places.release();
    }

    private static boolean acquire(Semaphore semaphore, Deadline patience) {
        try {
            return semaphore.tryAcquire()
                    || semaphore.tryAcquire(patience.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends a row of failures; where there is none, nobody need wait for the breaker's lock. */
    void answered() {
        if (breaker.getFailureCount() > 0) {
            breaker.recordSuccess();
        }
    }

    void silent() {
        breaker.recordFailure();
    }

    void open() {
        breaker.close();
    }

    /** Connections; a whole lane's batch has one. */
    int inUse() {
        return size - permits.availablePermits();
    }
}
