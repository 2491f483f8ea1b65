package org.doclock.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.doclock.locking.LockingService;
import org.doclock.locking.StoreReport;
import org.doclock.locking.StoreUnavailableException;

/**
 * What was last known of Redis. However many ask, Redis is asked once a second at the most, by one
 * of them, and none waits longer than a call of DocLock takes. Thread-safe.
 */
@ApplicationScoped
class StoreWatch {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMillis(2500);

    private final ReentrantLock asking = new ReentrantLock();
    private volatile Look last = Look.NONE;

    @Inject private LockingService locks;

    /** Made with its application: see {@link Ready#start}. */
    void start(@Observes Startup event) {}

    /**
     * @param report what Redis said; empty if it did not
     * @param trouble why it did not
     */
    record Look(Optional<StoreReport> report, String trouble, long nanoTime) {

        static final Look NONE = new Look(Optional.empty(), "Redis was not asked yet", 0);

        boolean isFresh() {
            return this != NONE && System.nanoTime() - nanoTime < FRESH.toNanos();
        }
    }

    Look look() {
        if (!last.isFresh() && takeTurn()) {
            try {
                if (!last.isFresh()) {
                    last = ask();
                }
            } finally {
                asking.unlock();
            }
        }
        return last;
    }

    /** While somebody else asks, what was known before is still good. */
    private boolean takeTurn() {
        try {
            return last == Look.NONE
                    ? asking.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    : asking.tryLock();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Look ask() {
        try {
            StoreReport report = locks.checkStore();
            return new Look(Optional.of(report), "", System.nanoTime());
        } catch (StoreUnavailableException e) {
            return new Look(Optional.empty(), e.getMessage(), System.nanoTime());
        }
    }
}
