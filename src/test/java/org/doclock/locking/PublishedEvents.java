package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.doclock.RedisLook;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/** What the scripts publish of one document, as any subscriber gets it. */
final class PublishedEvents implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<JsonObject> events = new CopyOnWriteArrayList<>();
    private final Jedis connection;
    private final Thread listener;
    private final JedisPubSub subscriber;

    PublishedEvents(RedisLook look, String documentId) {
        connection = look.connect();
        subscriber =
                new JedisPubSub() {
                    @Override
                    public void onMessage(String channel, String message) {
                        JsonObject event =
                                Json.createReader(new StringReader(message)).readObject();
                        if (event.getString("docId").equals(documentId)) {
                            events.add(event);
                        }
                    }
                };
        listener = new Thread(() -> connection.subscribe(subscriber, "doc-lock-events"));
        listener.start();
        await().atMost(PATIENCE).until(subscriber::isSubscribed);
    }

    /** Waits until there are as many, and asserts that they are these, in order. */
    void assertTypes(String... types) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(events).hasSizeGreaterThanOrEqualTo(types.length));
        assertThat(events).extracting(it -> it.getString("type")).containsExactly(types);
    }

    void assertEventually(Predicate<JsonObject> event) {
        await().atMost(PATIENCE).until(() -> events.stream().anyMatch(event));
    }

    JsonObject get(int i) {
        return events.get(i);
    }

    List<JsonObject> all() {
        return List.copyOf(events);
    }

    @Override
    public void close() {
        subscriber.unsubscribe();
        try {
            listener.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}
