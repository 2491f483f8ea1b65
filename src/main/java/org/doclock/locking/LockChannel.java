package org.doclock.locking;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The channel on which the scripts tell every change, listened to on a connection of its own. One
 * thread listens, any other may ping or close.
 */
public final class LockChannel implements AutoCloseable {

    private static final String NAME = "doc-lock-events";

    private final Jedis connection;
    private volatile Optional<Ear> listening = Optional.empty();

    LockChannel(Jedis connection) {
        this.connection = connection;
    }

    /**
     * Listens, and returns only by an exception: when the connection is lost, was closed, or was
     * silent for too long. Whoever listens has to {@link #ping()} more often than that.
     *
     * @param subscribed called once, when every later change will be heard
     * @param messages takes each message, in the order in which Redis published them
     * @throws StoreUnavailableException when there is nothing more to hear
     */
    public void listen(Runnable subscribed, Consumer<String> messages) {
        Ear ear = new Ear(subscribed, messages);
        listening = Optional.of(ear);
        try {
            connection.subscribe(ear, NAME);
        } catch (JedisException e) {
            throw lost(e);
        }
        throw lost(null);
    }

    /** Makes Redis say something, so that a connection that is silently dead can be told. */
    public void ping() {
        try {
            listening.filter(Ear::isSubscribed).ifPresent(Ear::ping);
        } catch (JedisException lost) {
            // Whoever listens is told.
            return;
        }
    }

    /** At once: without a word to Redis, which may be the one that hangs. */
    @Override
    public void close() {
        try {
            connection.getConnection().forceDisconnect();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private static StoreUnavailableException lost(Exception cause) {
        return new StoreUnavailableException(
                Optional.empty(), "The lock store's events are not heard", cause);
    }

    private static final class Ear extends JedisPubSub {

        private final Runnable subscribed;
        private final Consumer<String> messages;

        Ear(Runnable subscribed, Consumer<String> messages) {
            this.subscribed = subscribed;
            this.messages = messages;
        }

        @Override
        public void onSubscribe(String channel, int subscribedChannels) {
            subscribed.run();
        }

        @Override
        public void onMessage(String channel, String message) {
            messages.accept(message);
        }
    }
}
