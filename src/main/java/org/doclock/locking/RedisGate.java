package org.doclock.locking;

import dev.failsafe.CircuitBreaker;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What every call to one node passes: no more at a time than there are connections, and none while
 * it is known that nobody answers. Only whoever looks after the node opens it again, never a
 * caller: none has to try whether a dead Redis lives. Thread-safe.
 *
 * <p>Waiting here rather than in the pool of connections also keeps the pool from replacing a lost
 * connection in the thread of the caller who lost it, which it does for those who wait there.
 */
final class RedisGate {

    /** Calls in a row that got no answer at all, each with its second try. */
    private static final int FAILURES = 5;

    private static final Duration NEVER = Duration.ofDays(36_500);

    private final int size;
    private final Semaphore permits;
    private final CircuitBreaker<Object> breaker;

    /**
     * @param shut runs, in the caller's thread, whenever the gate shuts
     */
    RedisGate(int size, Runnable shut) {
        this.size = size;
        permits = new Semaphore(size);
        breaker =
                CircuitBreaker.builder()
                        .withFailureThreshold(FAILURES)
                        .withDelay(NEVER)
                        .onOpen(event -> shut.run())
                        .build();
    }

    boolean isShut() {
        return breaker.isOpen();
    }

    /** Lets a caller in; whoever was let in has to {@link #leave()}. */
    boolean enter(Duration wait) {
        try {
            return permits.tryAcquire() || permits.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void leave() {
        permits.release();
    }

    void answered() {
        breaker.recordSuccess();
    }

    void silent() {
        breaker.recordFailure();
    }

    void open() {
        breaker.close();
    }

    int inUse() {
        return size - permits.availablePermits();
    }
}
