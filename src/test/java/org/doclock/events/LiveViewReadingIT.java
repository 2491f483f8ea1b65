package org.doclock.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.doclock.CuttingProxy;
import org.doclock.LeastAccess;
import org.doclock.RedisProcess;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockingService;
import org.doclock.locking.Locks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.params.SetParams;

/**
 * What happens while the live view reads everything, and when it does: without the next reading of
 * everything, which mends what went wrong in one, for as long as a test takes.
 */
class LiveViewReadingIT {

    /** More than two pages of a scan. */
    private static final int MANY = 10_000;

    private static final Duration IN_THE_END = Duration.ofSeconds(10);
    private static final LockOwner ANNA = LockOwner.of("anna").inSession("tab-1");
    private static final EventSettings SELDOM =
            new EventSettings(Duration.ofMinutes(5), Duration.ofMinutes(5));

    private final RedisProcess redis = RedisProcess.start(LeastAccess.redisOptions());
    private final Jedis look = redis.connect();
    private final CuttingProxy proxy = new CuttingProxy(redis.port());
    private final LockingService locks = Locks.at(LeastAccess.uri(redis.port()));
    private final LockingService read = Locks.at(LeastAccess.uri(proxy.uri().getPort()));
    private final LockEvents events = new LockEvents(locks, SELDOM);
    private final LiveView view = new LiveView(events, read, SELDOM);
    private final Heard heard = new Heard();

    @AfterEach
    void end() throws IOException {
        view.stop();
        events.stop();
        Locks.close(read);
        Locks.close(locks);
        proxy.close();
        look.close();
        redis.close();
    }

    @Test
    void whatWasReadBeforeAnEventAndComesAfterItIsNotShown() {
        locks.acquireLock("quote-1", ANNA);
        whileItIsRead(
                "anna",
                () -> {
                    locks.releaseLock("quote-1", ANNA);
                    locks.acquireLock("quote-2", ANNA);
                });
        assertThat(shown()).containsExactly("quote-2");
        assertThat(look.exists("doc-lock:quote-1")).isFalse();
    }

    @Test
    void whatWasReadOfAnOlderGrantIsNotShownInPlaceOfTheNewer() {
        locks.acquireLock("quote-1", ANNA);
        whileItIsRead(
                "anna",
                () -> {
                    locks.releaseLock("quote-1", ANNA);
                    locks.acquireLock("quote-1", LockOwner.of("ben"));
                    locks.acquireLock("quote-2", ANNA);
                });
        assertThat(view.locks().orElseThrow().locks())
                .filteredOn(it -> it.documentId().equals("quote-1"))
                .extracting(DocumentLock::userId, DocumentLock::token)
                .containsExactly(tuple("ben", locks.getLockInfo("quote-1").orElseThrow().token()));
    }

    @Test
    void everythingIsReadAgainAfterALostConnection() {
        view.listen(heard);
        await().atMost(IN_THE_END).until(() -> heard.signals().equals(List.of("live")));
        look.set("doc-lock:quote-1", "{\"userId\":\"legacy\"}", SetParams.setParams().px(60_000));
        look.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
        await().atMost(IN_THE_END)
                .until(() -> heard.signals().equals(List.of("live", "not live", "live")));
        assertThat(heard.types()).containsExactly(LockEventType.ACQUIRED);
        assertThat(shown()).containsExactly("quote-1");
        look.del("doc-lock:quote-1");
        look.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
        await().atMost(IN_THE_END).until(() -> heard.signals().size() == 5);
        assertThat(heard.types()).containsExactly(LockEventType.ACQUIRED, LockEventType.RELEASED);
        assertThat(shown()).isEmpty();
    }

    @Test
    void anEndIsToldOnlyAfterRedisWasAskedWhetherItIsOne() {
        look.set("doc-lock:quote-1", "{\"userId\":\"legacy\"}", SetParams.setParams().px(2_000));
        view.listen(heard);
        await().atMost(IN_THE_END).until(() -> heard.signals().equals(List.of("live")));
        assertThat(shown()).containsExactly("quote-1");
        look.pexpire("doc-lock:quote-1", 60_000);
        await().atMost(IN_THE_END).until(() -> !heard.types().isEmpty());
        assertThat(heard.types()).containsExactly(LockEventType.RENEWED);
        assertThat(shown()).containsExactly("quote-1");
    }

    @Test
    void whatWasFoundSoFarIsShownAsAPartUntilAllIsKnown() {
        try (Pipeline pipeline = look.pipelined()) {
            for (int i = 0; i < MANY; i++) {
                pipeline.set("doc-lock:quote-" + i, "{\"userId\":\"legacy\"}");
            }
        }
        Set<Integer> found = ConcurrentHashMap.newKeySet();
        withEachAnswer(() -> found.add(view.countFound()));
        await().atMost(IN_THE_END).until(() -> view.locks().isPresent());
        assertThat(found).anyMatch(it -> it > 0 && it < MANY);
        assertThat(view.locks().orElseThrow().locks()).hasSize(MANY);
        assertThat(view.found()).isEmpty();
    }

    private void withEachAnswer(Runnable work) {
        proxy.disturbNextAnswer(
                (answer, length, client) -> {
                    withEachAnswer(work);
                    work.run();
                    client.write(answer, 0, length);
                    client.flush();
                    return true;
                });
    }

    /**
     * Starts the view, and holds back the answer that has this text until something happened and
     * the view was told of it.
     *
     * @param last ends with an event of quote-2, before which the view heard all others
     */
    private void whileItIsRead(String text, Runnable last) {
        events.listen(heard);
        await().atMost(IN_THE_END).until(() -> heard.signals().contains("live"));
        boolean[] held = {false};
        holdBack(
                text,
                () -> {
                    last.run();
                    await().atMost(IN_THE_END)
                            .until(
                                    () ->
                                            heard.events().stream()
                                                    .anyMatch(
                                                            it ->
                                                                    it.documentId()
                                                                            .equals("quote-2")));
                    held[0] = true;
                });
        await().atMost(IN_THE_END).until(() -> view.locks().isPresent());
        assertThat(held[0]).as("an answer was held back").isTrue();
    }

    private void holdBack(String text, Runnable meanwhile) {
        proxy.disturbNextAnswer(
                (answer, length, client) -> {
                    if (new String(answer, 0, length, StandardCharsets.UTF_8).contains(text)) {
                        meanwhile.run();
                    } else {
                        holdBack(text, meanwhile);
                    }
                    client.write(answer, 0, length);
                    client.flush();
                    return true;
                });
    }

    private List<String> shown() {
        return view.locks().orElseThrow().locks().stream().map(DocumentLock::documentId).toList();
    }
}
