package org.doclock.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.doclock.locking.LockOutcome.ACQUIRED;
import static org.doclock.locking.LockOutcome.LOCKED;
import static org.doclock.locking.LockOutcome.TOO_MANY;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.doclock.RedisProcess;
import org.doclock.locking.AcquireOptions;
import org.doclock.locking.InvalidLockRequestException;
import org.doclock.locking.LockOutcome;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockResult;
import org.doclock.locking.LockTicket;
import org.doclock.locking.LockingService;
import org.doclock.locking.Locks;
import org.doclock.locking.StoreUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Waiting for a lock, on two servers that share one Redis. */
class LockWaitingIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final LockOwner ANNA = LockOwner.of("anna").inSession("tab-1");
    private static final LockOwner BOB = LockOwner.of("bob").inSession("tab-7");
    private static final LockOwner CARA = LockOwner.of("cara").inSession("tab-1");

    private final RedisProcess redis = RedisProcess.start();
    private final Jedis look = RedisProcess.connect(redis.uri());
    private final List<Server> servers = new ArrayList<>();
    private final Server one = server(Duration.ofSeconds(15));
    private final Server two = server(Duration.ofSeconds(15));
    private final String doc = "quote-" + UUID.randomUUID();

    /** What one server has of all this. */
    private record Server(LockingService locks, LockEvents events, LockWaiting waiting) {

        void stop() {
            waiting.stop();
            events.stop();
            Locks.close(locks);
        }
    }

    private Server server(Duration lease) {
        LockingService locks = Locks.at(redis.uri());
        LockEvents events =
                new LockEvents(
                        locks, new EventSettings(Duration.ofMinutes(1), Duration.ofMinutes(1)));
        Server server = new Server(locks, events, new LockWaiting(events, locks, lease));
        servers.add(server);
        return server;
    }

    @AfterEach
    void stop() {
        servers.forEach(Server::stop);
        look.close();
        redis.close();
    }

    @Test
    void whoeverCameFirstIsServedFirstAcrossServers() {
        one.locks.acquireLock(doc, ANNA);
        List<String> served = Collections.synchronizedList(new ArrayList<>());
        List<String> came = new ArrayList<>();
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Server server = i % 2 == 0 ? one : two;
            LockOwner owner = LockOwner.of("user-" + i).inSession("tab");
            came.add(owner.userId());
            all.add(
                    waits(server, owner, LONG)
                            .thenAccept(
                                    result -> {
                                        assertThat(result.outcome()).isEqualTo(ACQUIRED);
                                        served.add(owner.userId());
                                        server.locks.releaseLock(doc, owner);
                                    }));
        }
        one.locks.releaseLock(doc, ANNA);
        all.forEach(it -> it.orTimeout(20, TimeUnit.SECONDS).join());
        assertThat(served).containsExactlyElementsOf(came);
        assertThat(look.exists(queueKey())).isFalse();
    }

    @Test
    void theEndOfTheLockThatNobodyTellsIsWaitedFor() {
        one.locks.acquireLock(doc, ANNA, AcquireOptions.defaults().ttl(Duration.ofMillis(700)));
        CompletableFuture<LockResult> waiting = waits(two, BOB, LONG);
        assertThat(in(Duration.ofSeconds(3), waiting).outcome()).isEqualTo(ACQUIRED);
    }

    @Test
    void aForceReleaseAndAHandOverToThemWakeWhoWaits() {
        one.locks.acquireLock(doc, ANNA);
        CompletableFuture<LockResult> bob = waits(two, BOB, LONG);
        one.locks.forceReleaseLock(doc, "root", Optional.empty(), OptionalLong.empty());
        assertThat(in(Duration.ofSeconds(2), bob).outcome()).isEqualTo(ACQUIRED);
        CompletableFuture<LockResult> cara = waits(two, CARA, LONG);
        one.locks.transferLock(doc, BOB, OptionalLong.empty(), CARA, LONG);
        assertThat(in(Duration.ofSeconds(2), cara).success()).isTrue();
    }

    @Test
    void aServerThatIsKilledKeepsItsWaitersPlacesForTheirLeaseOnly() {
        Server killed = server(Duration.ofMillis(600));
        one.locks.acquireLock(doc, ANNA);
        killed.waiting.acquireLock(doc, BOB, AcquireOptions.defaults(), LONG);
        killed.waiting.stop();
        CompletableFuture<LockResult> cara = waits(two, CARA, LONG);
        one.locks.releaseLock(doc, ANNA);
        assertThat(in(Duration.ofSeconds(3), cara).outcome()).isEqualTo(ACQUIRED);
    }

    @Test
    void whoGoesAwayGivesUpTheirPlaceAndWhatTheyWereGranted() {
        one.locks.acquireLock(doc, ANNA);
        LockWait bob = one.waiting.acquireLock(doc, BOB, AcquireOptions.defaults(), LONG);
        LockWait cara = two.waiting.acquireLock(doc, CARA, AcquireOptions.defaults(), LONG);
        await().atMost(PATIENCE).until(() -> look.zcard(queueKey()) == 2);
        cara.end();
        await().atMost(PATIENCE).until(() -> look.zcard(queueKey()) == 1);
        assertThat(cara.result().toCompletableFuture()).isCompletedExceptionally();

        one.locks.releaseLock(doc, ANNA);
        assertThat(in(Duration.ofSeconds(2), bob.result().toCompletableFuture()).success())
                .isTrue();
        bob.end();
        await().atMost(PATIENCE).until(() -> !look.exists("doc-lock:" + doc));
        assertThat(two.locks.acquireLock(doc, CARA).outcome()).isEqualTo(ACQUIRED);
        bob.end();
        cara.end();
        assertThat(two.locks.getLockInfo(doc).orElseThrow().isHeldBy(CARA)).isTrue();
    }

    @Test
    void whenTheTimeIsUpTheRefusalIsTheAnswerAndThePlaceIsGivenUp() {
        one.locks.acquireLock(doc, ANNA);
        CompletableFuture<LockResult> bob = waits(two, BOB, Duration.ofMillis(300));
        LockResult result = in(Duration.ofSeconds(3), bob);
        assertThat(result.outcome()).isEqualTo(LOCKED);
        assertThat(result.lockedBy()).contains("anna");
        assertThat(look.exists(queueKey())).isFalse();
    }

    @Test
    void aUserWaitsForTwentyLocksOnAServerAndNoMore() {
        List<LockWait> waits = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            one.locks.acquireLock(doc + i, ANNA);
            waits.add(one.waiting.acquireLock(doc + i, BOB, AcquireOptions.defaults(), LONG));
        }
        assertThat(waits.get(20).result().toCompletableFuture().join().outcome())
                .isEqualTo(TOO_MANY);
        assertThat(waits.get(19).result().toCompletableFuture()).isNotDone();
        waits.get(0).end();
        LockWait next = one.waiting.acquireLock(doc + 20, BOB, AcquireOptions.defaults(), LONG);
        assertThat(next.result().toCompletableFuture()).isNotDone();
        assertThat(one.waiting.acquireLock(doc, BOB, AcquireOptions.defaults(), LONG).result())
                .isCompletedWithValueMatching(it -> it.outcome() == TOO_MANY || it.success());
    }

    @Test
    void aWaitIsZeroToSixtySeconds() {
        for (int seconds : new int[] {-1, 61}) {
            assertThatThrownBy(
                            () ->
                                    one.waiting.acquireLock(
                                            doc,
                                            BOB,
                                            AcquireOptions.defaults(),
                                            Duration.ofSeconds(seconds)))
                    .isInstanceOf(InvalidLockRequestException.class);
        }
        one.locks.acquireLock(doc, ANNA);
        LockWait none = one.waiting.acquireLock(doc, BOB, AcquireOptions.defaults(), Duration.ZERO);
        assertThat(none.result().toCompletableFuture().join().outcome()).isEqualTo(LOCKED);
        assertThat(look.exists(queueKey())).isFalse();
    }

    @Test
    void whileRedisIsAwayWhoWaitsIsToldSo() {
        one.locks.acquireLock(doc, ANNA);
        CompletableFuture<LockResult> bob = waits(one, BOB, LONG);
        redis.kill();
        assertThatThrownBy(() -> in(Duration.ofSeconds(10), bob))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void twoHundredWaitersHoldNoThreadOfTheirOwn() {
        for (int i = 0; i < 200; i++) {
            one.locks.acquireLock(doc + i % 10, ANNA);
            one.waiting.acquireLock(
                    doc + i % 10,
                    LockOwner.of("user-" + i).inSession("tab"),
                    AcquireOptions.defaults(),
                    LONG);
        }
        assertThat(
                        Thread.getAllStackTraces().keySet().stream()
                                .filter(it -> it.getName().startsWith("doclock-waiting")))
                .hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void aGrantThatStandsAlreadyIsFoundByTheSameTicketOnly() {
        LockTicket ticket = LockTicket.of(doc, BOB, AcquireOptions.defaults().attempt("try-1"));
        one.locks.queue().stand(ticket, LONG);
        LockOutcome again = two.locks.queue().stand(ticket, LONG).outcome();
        assertThat(again).isEqualTo(ACQUIRED);
    }

    private CompletableFuture<LockResult> waits(Server server, LockOwner owner, Duration wait) {
        return server.waiting
                .acquireLock(doc, owner, AcquireOptions.defaults(), wait)
                .result()
                .toCompletableFuture();
    }

    private static LockResult in(Duration time, CompletableFuture<LockResult> answer) {
        return answer.copy().orTimeout(time.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private String queueKey() {
        return "doc-lock-queue:{doc-lock:" + doc + "}";
    }
}
