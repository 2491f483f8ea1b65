package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.doclock.CuttingProxy;
import org.doclock.CuttingProxy.Disturbance;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * Calls that travel together while something goes wrong. There is one lane, and whoever goes first
 * is held up, so that all others are taken along in the next batch.
 */
class GroupCommitIT {

    private static final int CALLERS = 64;
    private static final Duration READ = Duration.ofSeconds(3);
    private static final Duration DEADLINE = Duration.ofSeconds(8);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final RedisProcess redis = RedisProcess.start();
    private final CuttingProxy proxy = new CuttingProxy(redis.port());
    private final RedisConnections connections = new RedisConnections(settings(proxy.uri()));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch firstMayReturn = new CountDownLatch(1);

    /** What becomes of the answers to the second batch. */
    private Disturbance onTheOthers = GroupCommitIT::nothing;

    @BeforeEach
    void everyCallerHasAKey() {
        try (Jedis admin = redis.connect()) {
            IntStream.range(0, CALLERS).forEach(i -> admin.set("key-" + i, "value-" + i));
        }
        ask("key-0", DEADLINE);
    }

    @AfterEach
    void end() throws Exception {
        firstMayReturn.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        connections.close();
        await().atMost(SOON).until(() -> connectionsOfOurs() == 0);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(it -> it.getName().startsWith("doclock"));
        proxy.close();
        redis.close();
    }

    @Test
    void everyCallerOfABatchGetsItsOwnAnswerOverOneConnection() throws Exception {
        List<Future<String>> others = othersBehindTheFirst();
        firstMayReturn.countDown();
        assertEachHasItsOwn(others);
        assertThat(connectionsOfOurs()).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsCutInTheMiddleOfABatchIsReplacedAndNobodyGetsAnothersAnswer()
            throws Exception {
        onTheOthers = Disturbance.CUT_IN_THE_MIDDLE;
        List<Future<String>> others = othersBehindTheFirst();
        firstMayReturn.countDown();
        assertEachHasItsOwn(others);
    }

    @Test
    void whoWasOnAConnectionThatBrokeKnowsThatItMayHaveBeenSent() throws Exception {
        onTheOthers = Disturbance.CUT;
        Future<String> first = first();
        List<Future<Boolean>> others = new ArrayList<>();
        for (int i = 1; i < CALLERS; i++) {
            String key = "key-" + i;
            others.add(threads.submit(() -> askWhetherAgain(key)));
        }
        awaitWaiting(CALLERS - 1);
        firstMayReturn.countDown();
        for (Future<Boolean> other : others) {
            assertThat(other.get(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(first.get()).isEqualTo("value-0");
    }

    @Test
    void repliesThatComeTooLateAreNobodysAndTheirConnectionIsGone() throws Exception {
        CountDownLatch tooLate = new CountDownLatch(1);
        onTheOthers =
                (answer, length, client) -> {
                    awaitQuietly(tooLate);
                    return nothing(answer, length, client);
                };
        List<Future<String>> others = othersBehindTheFirst();
        firstMayReturn.countDown();
        long begin = System.nanoTime();
        for (Future<String> other : others) {
            assertThatThrownBy(() -> other.get(10, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("in time");
        }
        assertThat(since(begin)).isLessThan(READ.plus(SOON));
        // One connection that fails is not a node that does not answer.
        List<Future<String>> next =
                IntStream.range(1, CALLERS)
                        .mapToObj(i -> threads.submit(() -> ask("key-" + i, DEADLINE)))
                        .toList();
        tooLate.countDown();
        assertEachHasItsOwn(next);
    }

    @Test
    void aCallerWhoseDeadlinePassesLeavesWhetherTakenAlongOrNot() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        onTheOthers =
                (answer, length, client) -> {
                    awaitQuietly(never);
                    return false;
                };
        Future<String> first = first();
        Future<Duration> leader = threads.submit(() -> refusedAfter("key-1", DEADLINE));
        awaitWaiting(1);
        Future<Duration> notTaken =
                threads.submit(() -> refusedAfter("key-2", Duration.ofMillis(200)));
        assertThat(notTaken.get(5, TimeUnit.SECONDS)).isLessThan(SOON);
        Future<Duration> taken = threads.submit(() -> refusedAfter("key-3", SOON));
        awaitWaiting(2);
        firstMayReturn.countDown();
        assertThat(taken.get(5, TimeUnit.SECONDS)).isBetween(SOON, SOON.plusMillis(500));
        assertThat(leader.get(10, TimeUnit.SECONDS)).isLessThan(READ.plus(SOON));
        never.countDown();
        assertThat(first.get()).isEqualTo("value-0");
    }

    @Test
    void ofManyCallersTheOneThatIsInterruptedLeavesAndWhatItAskedIsNotDone() throws Exception {
        Future<String> first = first();
        List<Future<String>> others = others(1);
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread hasty =
                new Thread(
                        () -> {
                            assertThatThrownBy(
                                            () ->
                                                    connections.ask(
                                                            "hasty",
                                                            Deadline.in(DEADLINE),
                                                            (pipeline, again) ->
                                                                    pipeline.set("hasty", "done"),
                                                            (client, again) ->
                                                                    client.set("hasty", "done")))
                                    .isInstanceOf(StoreUnavailableException.class);
                            flag.set(Thread.currentThread().isInterrupted());
                        });
        hasty.start();
        awaitWaiting(CALLERS);
        hasty.interrupt();
        hasty.join(SOON.toMillis());
        assertThat(hasty.isAlive()).isFalse();
        assertThat(flag.get()).isTrue();
        firstMayReturn.countDown();
        assertEachHasItsOwn(others);
        assertThat(first.get()).isEqualTo("value-0");
        try (Jedis admin = redis.connect()) {
            assertThat(admin.exists("hasty")).isFalse();
        }
    }

    @Test
    void anErrorOfOneIsNotTheOthers() throws Exception {
        try (Jedis admin = redis.connect()) {
            admin.lpush("list", "no text");
        }
        Future<String> first = first();
        List<Future<String>> others = others(1);
        Future<String> wrong = threads.submit(() -> ask("list", DEADLINE));
        awaitWaiting(CALLERS);
        firstMayReturn.countDown();
        assertEachHasItsOwn(others);
        assertThatThrownBy(wrong::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(first.get()).isEqualTo("value-0");
        assertThat(connectionsOfOurs()).isEqualTo(1);
    }

    @Test
    void moreThanHavePlacesAreToldSoInTime() throws Exception {
        first();
        others(1);
        List<Future<Duration>> beyond = new ArrayList<>();
        for (int i = CALLERS; i < 2 * CALLERS + 8; i++) {
            beyond.add(threads.submit(() -> refusedAfter("beyond", Duration.ofMillis(300))));
        }
        for (Future<Duration> caller : beyond) {
            assertThat(caller.get(10, TimeUnit.SECONDS)).isLessThan(SOON.multipliedBy(2));
        }
    }

    private static RedisSettings settings(URI uri) {
        return new RedisSettings(
                uri,
                RedisAccess.none(),
                8,
                READ,
                Duration.ofMillis(500),
                READ,
                DEADLINE,
                DEADLINE,
                Acknowledgement.none(),
                new GroupCommit(1, 0));
    }

    private String ask(String key, Duration within) {
        return connections.ask(
                key,
                Deadline.in(within),
                (pipeline, again) -> pipeline.get(key),
                (client, again) -> client.get(key));
    }

    private boolean askWhetherAgain(String key) {
        return connections.ask(
                key,
                Deadline.in(DEADLINE),
                (pipeline, again) -> {
                    var reply = pipeline.get(key);
                    return () -> reply.get() != null && again;
                },
                (client, again) -> again);
    }

    private Duration refusedAfter(String key, Duration within) {
        long begin = System.nanoTime();
        assertThatThrownBy(() -> ask(key, within)).isInstanceOf(StoreUnavailableException.class);
        return since(begin);
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Somebody whose answer is held back until it may return. */
    private Future<String> first() {
        proxy.disturbNextAnswer(
                (answer, length, client) -> {
                    awaitQuietly(firstMayReturn);
                    proxy.disturbNextAnswer(onTheOthers);
                    return nothing(answer, length, client);
                });
        Future<String> first = threads.submit(() -> ask("key-0", DEADLINE));
        await().atMost(SOON).until(() -> !proxy.isWaiting());
        return first;
    }

    private List<Future<String>> others(int from) {
        List<Future<String>> others =
                IntStream.range(from, CALLERS)
                        .mapToObj(i -> threads.submit(() -> ask("key-" + i, DEADLINE)))
                        .toList();
        awaitWaiting(CALLERS - from);
        return others;
    }

    private List<Future<String>> othersBehindTheFirst() {
        first();
        return others(1);
    }

    private static void assertEachHasItsOwn(List<Future<String>> others) throws Exception {
        for (int i = 0; i < others.size(); i++) {
            assertThat(others.get(i).get(10, TimeUnit.SECONDS)).isEqualTo("value-" + (i + 1));
        }
    }

    /** Callers on a lane wait parked on it. */
    private static void awaitWaiting(int callers) {
        await().atMost(READ)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () ->
                                Thread.getAllStackTraces().keySet().stream()
                                        .filter(it -> LockSupport.getBlocker(it) instanceof Lane)
                                        .count(),
                        it -> it == callers);
    }

    private long connectionsOfOurs() {
        try (Jedis admin = redis.connect()) {
            return admin.clientList().lines().filter(it -> it.contains("name=doclock")).count();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static boolean nothing(byte[] answer, int length, java.io.OutputStream client)
            throws IOException {
        client.write(answer, 0, length);
        client.flush();
        return true;
    }
}
