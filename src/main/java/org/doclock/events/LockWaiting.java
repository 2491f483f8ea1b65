package org.doclock.events;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.doclock.locking.AcquireOptions;
import org.doclock.locking.LockLimits;
import org.doclock.locking.LockOutcome;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockQueue;
import org.doclock.locking.LockResult;
import org.doclock.locking.LockTicket;
import org.doclock.locking.LockingService;

/**
 * Waiting for locks without holding a thread, first come first served across all servers. Whoever
 * waits is woken by what Redis publishes, by the end of the lock that is in the way, and where
 * neither is known, from time to time. Thread-safe.
 */
@ApplicationScoped
public class LockWaiting {

    private static final int THREADS = 8;
    private static final Duration THREADS_LINGER = Duration.ofSeconds(30);

    private final Map<String, Integer> waitsByUser = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor threads = threads();

    @Inject private LockEvents events;
    @Inject private LockingService locks;

    private Duration lease = LockQueue.LEASE;

    /** For the container. */
    public LockWaiting() {}

    LockWaiting(LockEvents events, LockingService locks, Duration lease) {
        this.events = events;
        this.locks = locks;
        this.lease = lease;
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /**
     * Acquires a lock, and where it is refused waits until it is granted or the time is up: then
     * the answer is the last refusal. The first try is made by this thread.
     *
     * @param wait at most {@link LockLimits#WAIT_SECONDS_MAX} seconds; zero does not wait
     * @return the answer to come: as of an acquire; {@code TOO_MANY} if {@link
     *     LockLimits#WAITING_MAX} wait for the document already, or the user waits for {@link
     *     LockLimits#WAITS_OF_A_USER_MAX} locks on this server; or a {@code LockingException}
     */
    public LockWait acquireLock(
            String documentId, LockOwner owner, AcquireOptions options, Duration wait) {
        LockLimits.wait(wait);
        LockWait waiting = new LockWait(this, LockTicket.of(documentId, owner, options), wait);
        if (wait.isZero()) {
            waiting.acquireOnly(LockOutcome.LOCKED);
        } else if (mayWait(owner.userId())) {
            waiting.result().whenComplete((result, failure) -> waitsNoMore(owner.userId()));
            waiting.begin();
        } else {
            waiting.acquireOnly(LockOutcome.TOO_MANY);
        }
        return waiting;
    }

    private boolean mayWait(String userId) {
        AtomicBoolean may = new AtomicBoolean(true);
        waitsByUser.compute(
                userId,
                (user, waits) -> {
                    int before = waits == null ? 0 : waits;
                    may.set(before < LockLimits.WAITS_OF_A_USER_MAX);
                    return may.get() ? before + 1 : waits;
                });
        return may.get();
    }

    private void waitsNoMore(String userId) {
        waitsByUser.computeIfPresent(userId, (user, waits) -> waits > 1 ? waits - 1 : null);
    }

    LockQueue queue() {
        return locks.queue();
    }

    LockResult acquireNow(LockTicket ticket) {
        return locks.acquireLock(ticket.documentId(), ticket.owner(), ticket.options());
    }

    Registration listen(LockTicket ticket, LockListener listener) {
        return events.listen(List.of(ticket.documentId()), listener);
    }

    Duration lease() {
        return lease;
    }

    /** Nothing is done any more once the server stops. */
    Future<?> in(Duration delay, Runnable task) {
        try {
            return threads.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopping) {
            return CompletableFuture.completedFuture(null);
        }
    }

    private static ScheduledThreadPoolExecutor threads() {
        ScheduledThreadPoolExecutor threads =
                new ScheduledThreadPoolExecutor(
                        THREADS, task -> Subscriber.daemon(task, "doclock-waiting"));
        threads.setKeepAliveTime(THREADS_LINGER.toSeconds(), TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
        threads.setRemoveOnCancelPolicy(true);
        return threads;
    }
}
