package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.Test;

/** Many editors, few documents: only a lock that really excludes keeps the counts exact. */
class LockRaceIT {

    private static final int THREADS = 32;
    private static final int DOCUMENTS = 8;
    private static final int ROUNDS = 20_000;

    /** Counted with get and set, not atomically: two at a time lose counts. */
    private final AtomicIntegerArray counters = new AtomicIntegerArray(DOCUMENTS);

    private final AtomicInteger rounds = new AtomicInteger();

    @Test
    void noCountIsLostInARaceOf32Threads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (RedisProcess redis = RedisProcess.start()) {
            LockingService locks = new LockingService(TestSettings.of(redis.uri()));
            List<Future<?>> editors = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                // Two tabs of each user, so that sessions are told apart as well.
                LockOwner owner = LockOwner.of("user-" + i / 2).inSession("tab-" + i % 2);
                editors.add(threads.submit(() -> edit(locks, owner)));
            }
            for (Future<?> editor : editors) {
                editor.get(2, TimeUnit.MINUTES);
            }
            locks.stop();
        } finally {
            threads.shutdownNow();
        }
        int sum = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            sum += counters.get(i);
        }
        assertThat(sum).isEqualTo(ROUNDS);
    }

    private void edit(LockingService locks, LockOwner owner) {
        while (rounds.getAndIncrement() < ROUNDS) {
            int document = ThreadLocalRandom.current().nextInt(DOCUMENTS);
            String id = "quote-" + document;
            while (!locks.acquireLock(id, owner).success()) {
                Thread.onSpinWait();
            }
            int count = counters.get(document);
            Thread.yield();
            counters.set(document, count + 1);
            locks.releaseLock(id, owner);
            // Leaving twice is what real pages do; it must not end what somebody else has by now.
            locks.releaseLock(id, owner);
        }
    }
}
