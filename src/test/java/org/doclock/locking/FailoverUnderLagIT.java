package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.doclock.Chaos;
import org.doclock.RedisProcess;
import org.doclock.RedisReplicas;
import org.junit.jupiter.api.Test;

/**
 * A master dies whose two replicas lag behind, one half as much as the other, and the one that
 * knows less takes its place. How many grants that their owners were told of could be taken by
 * somebody else afterwards: none where both replicas were waited for. 15 failovers each with {@code
 * -Pchaos}, 1 without.
 */
class FailoverUnderLagIT {

    private static final int REPLICAS = 2;
    private static final int EDITORS = 8;
    private static final int FAILOVERS = Chaos.either(1, 15);
    private static final Duration RUN = Duration.ofMillis(600);

    private volatile boolean over;

    private record Count(int granted, int lost) {

        Count plus(Count other) {
            return new Count(granted + other.granted, lost + other.lost);
        }
    }

    @Test
    void noGrantIsLostWhereEveryReplicaWasWaitedFor() {
        for (int lag : lags()) {
            Count count = failOver(lag, REPLICAS);
            assertThat(count.granted()).isPositive();
            assertThat(count.lost()).isZero();
        }
    }

    @Test
    void someAreLostWhereOneOrNoneWas() {
        for (int lag : lags()) {
            failOver(lag, 1);
            Count count = failOver(lag, 0);
            // Without a lag it is a matter of luck.
            if (lag > 0) {
                assertThat(count.lost()).isPositive();
            }
        }
    }

    private static List<Integer> lags() {
        return Chaos.isOn() ? List.of(0, 20, 200) : List.of(20);
    }

    private Count failOver(int lag, int waitedFor) {
        Count count = new Count(0, 0);
        for (int i = 0; i < FAILOVERS; i++) {
            count = count.plus(failOverOnce(Duration.ofMillis(lag), waitedFor));
        }
        Chaos.report(
                "lag %d ms, waited for %d of %d: %d failovers, %d grants, %d lost",
                lag, waitedFor, REPLICAS, FAILOVERS, count.granted(), count.lost());
        return count;
    }

    private Count failOverOnce(Duration lag, int waitedFor) {
        over = false;
        Collection<String> granted = new ConcurrentLinkedQueue<>();
        try (RedisReplicas redis = RedisReplicas.start(List.of(lag.dividedBy(2), lag))) {
            LockingService locks =
                    new LockingService(
                            TestSettings.of(
                                    redis.master().uri(),
                                    new Acknowledgement(waitedFor, Duration.ofMillis(500))));
            List<Thread> editors =
                    IntStream.range(0, EDITORS).mapToObj(i -> editor(i, locks, granted)).toList();
            editors.forEach(Thread::start);
            RedisOpening.pause(RUN.toMillis());
            RedisProcess next = redis.failOverToTheWorst();
            over = true;
            await().until(() -> editors.stream().noneMatch(Thread::isAlive));
            locks.stop();
            return new Count(granted.size(), takenByOthers(next, granted));
        }
    }

    private Thread editor(int number, LockingService locks, Collection<String> granted) {
        LockOwner owner = LockOwner.of("editor-" + number);
        return new Thread(
                () -> {
                    for (int i = 0; !over; i++) {
                        String document = "quote-" + number + "-" + i;
                        try {
                            locks.acquireLock(document, owner);
                            granted.add(document);
                        } catch (StoreUnavailableException notGranted) {
                            RedisOpening.pause(1);
                        }
                    }
                });
    }

    private static int takenByOthers(RedisProcess redis, Collection<String> documents) {
        LockingService locks = new LockingService(TestSettings.of(redis.uri()));
        List<String> taken = new ArrayList<>();
        for (String document : documents) {
            if (locks.acquireLock(document, LockOwner.of("bob")).success()) {
                taken.add(document);
            }
        }
        locks.stop();
        return taken.size();
    }
}
