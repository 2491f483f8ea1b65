package org.doclock.locking;

import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Takes the calls of many callers to one node together: the first one in leads, sends all that wait
 * as one pipeline over one connection of the pool and hands out the replies, then passes the lead
 * to one who waits. It has no thread, and holds a connection only while a batch is under way.
 * Thread-safe.
 *
 * <p>That one caller does the work of all who wait meanwhile is flat combining (Hendler, Incze,
 * Shavit, Tzafrir: "Flat combining and the synchronization-parallelism tradeoff", 2010); that a
 * costly trip is shared by those who arrive during the one before is the group commit of databases
 * (DeWitt et al.: "Implementation techniques for main memory database systems", 1984).
 */
final class Lane {

    /** So that the first of a batch does not wait long for the last. */
    private static final int MOST = 64;

    /** How much longer than agreed a reply may be waited for: setting a time-out costs as well. */
    private static final int SLACK_MILLIS = 20;

    private final RedisGate gate;
    private final Supplier<Connection> connections;
    private final RedisSettings settings;
    private final Deque<Ride> waiting = new ArrayDeque<>();
    private boolean led;

    /**
     * @param gate of the node
     * @param connections one of the pool to the node, to be closed after use
     */
    Lane(RedisGate gate, Supplier<Connection> connections, RedisSettings settings) {
        this.gate = gate;
        this.connections = connections;
        this.settings = settings;
    }

    /** Waits here until somebody takes it along, or leads if nobody does. */
    synchronized void join(Ride ride) {
        if (led) {
            waiting.add(ride);
        } else {
            led = true;
            ride.leads();
        }
    }

    /** Whether it was not taken along, and will not be. */
    synchronized boolean leave(Ride ride) {
        return ride.isWaiting() && waiting.remove(ride);
    }

    /** Sends this one and all that wait. What nobody took has not been sent. */
    void lead(Ride leader) {
        List<Ride> batch = List.of(leader);
        Optional<RuntimeException> failure = Optional.empty();
        try {
            gate.enterForAll(leader.deadline().orIn(settings.poolWait()));
            try (Connection connection = connections.get()) {
                batch = take(leader);
                exchange(connection, batch, leader.deadline());
            } finally {
                gate.leave();
            }
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        } finally {
            passOn();
            for (Ride ride : batch) {
                if (!ride.isAnswered()) {
                    ride.fail(failure.orElseGet(Lane::gaveUp));
                }
                ride.wake();
            }
        }
    }

    private static RuntimeException gaveUp() {
        return new JedisConnectionException("The leader gave up");
    }

    private synchronized List<Ride> take(Ride leader) {
        List<Ride> batch = new ArrayList<>(1 + Math.min(waiting.size(), MOST - 1));
        batch.add(leader);
        while (batch.size() < MOST && !waiting.isEmpty()) {
            Ride next = waiting.poll();
            next.take();
            batch.add(next);
        }
        return batch;
    }

    private synchronized void passOn() {
        Ride next = waiting.poll();
        led = next != null;
        if (led) {
            next.leads();
            next.wake();
        }
    }

    /** A connection that has not given every reply is not used again. */
    private void exchange(Connection connection, List<Ride> batch, Deadline leaders) {
        int timeout = connection.getSoTimeout();
        boolean complete = false;
        try {
            batch.forEach(it -> it.send(connection));
            Optional<CommandArguments> behind = batch.get(0).behindTheBatch();
            behind.ifPresent(connection::sendCommand);
            Deadline end = leaders.orIn(settings.readTimeout());
            batch.forEach(ride -> ride.read(() -> next(connection, end)));
            if (behind.isPresent()) {
                Object replicas = Ride.reply(() -> next(connection, end));
                batch.forEach(it -> it.acknowledged(replicas));
            }
            complete = true;
        } finally {
            if (complete) {
                connection.setSoTimeout(timeout);
            } else {
                connection.setBroken();
            }
        }
    }

    /** A connection's own time-out begins anew with everything that arrives. */
    private static Object next(Connection connection, Deadline end) {
        long left = TimeUnit.NANOSECONDS.toMillis(end.nanosLeft());
        if (left <= 0) {
            throw new JedisConnectionException(
                    new SocketTimeoutException("Replies come too slowly"));
        }
        if (connection.getSoTimeout() > left + SLACK_MILLIS) {
            connection.setSoTimeout((int) left);
        }
        return connection.getOne();
    }
}
