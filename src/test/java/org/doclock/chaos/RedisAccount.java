package org.doclock.chaos;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.doclock.RedisProcess;
import org.doclock.chaos.History.Announcement;
import org.doclock.chaos.History.Lock;
import org.doclock.chaos.History.Owner;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Listens to what each node announces, beside the doors. */
final class RedisAccount implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What the clients of a run bring about. */
    private static final Set<String> TYPES =
            Set.of("acquired", "renewed", "released", "broken", "transferred");

    private final Recorder recorder;
    private final Map<Integer, Listening> listening = new ConcurrentHashMap<>();

    RedisAccount(Recorder recorder) {
        this.recorder = recorder;
    }

    private record Listening(Jedis connection, Thread thread) {}

    /** Returns when nothing that the node announces from now on is missed. */
    void follow(RedisProcess node) throws InterruptedException {
        Jedis connection = node.connect();
        CountDownLatch subscribed = new CountDownLatch(1);
        JedisPubSub listener =
                new JedisPubSub() {
                    @Override
                    public void onSubscribe(String channel, int channels) {
                        subscribed.countDown();
                    }

                    @Override
                    public void onMessage(String channel, String message) {
                        read("redis-" + node.port(), message, recorder.now())
                                .ifPresent(recorder::add);
                    }
                };
        Thread thread = new Thread(() -> listen(connection, listener), "redis-account");
        thread.setDaemon(true);
        thread.start();
        listening.put(node.port(), new Listening(connection, thread));
        if (!subscribed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("Redis lets nobody subscribe");
        }
    }

    /** Returns when the last words of a node that was killed are heard. */
    void hearOut(RedisProcess killed) throws InterruptedException {
        listening.get(killed.port()).thread().join(PATIENCE.toMillis());
    }

    /** Sentinels disconnect whoever listens to a node that gets another role. */
    void followAgain(List<RedisProcess> nodes) throws InterruptedException {
        for (RedisProcess node : nodes) {
            if (!listening.get(node.port()).thread().isAlive()) {
                follow(node);
            }
        }
    }

    @Override
    public void close() {
        listening.values().forEach(it -> it.connection().close());
    }

    private static void listen(Jedis connection, JedisPubSub listener) {
        try (connection) {
            connection.subscribe(listener, "doc-lock-events");
        } catch (JedisConnectionException killedOrClosed) {
            return;
        }
    }

    private static Optional<Announcement> read(String node, String message, long seen) {
        try (JsonReader reader = Json.createReader(new StringReader(message))) {
            JsonObject said = reader.readObject();
            if (!TYPES.contains(said.getString("type"))) {
                return Optional.empty();
            }
            JsonObject lock = said.getJsonObject("lock");
            return Optional.of(
                    new Announcement(
                            node,
                            said.getString("type"),
                            said.getString("outcome"),
                            new Lock(
                                    said.getString("docId"),
                                    new Owner(
                                            lock.getString("userId"), lock.getString("sessionId")),
                                    lock.getJsonNumber("token").longValueExact(),
                                    lock.getJsonNumber("timestamp").longValueExact(),
                                    said.getJsonNumber("expiresAt").longValueExact()),
                            said.getJsonNumber("at").longValueExact(),
                            seen));
        }
    }
}
