package org.doclock.events;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockOutcome;
import org.doclock.locking.LockResult;
import org.doclock.locking.LockTicket;
import org.doclock.locking.StoreUnavailableException;

/** Somebody waits for a lock: see {@link LockWaiting}. Thread-safe. */
public final class LockWait {

    private static final Logger LOG = Logger.getLogger(LockWait.class.getName());

    /**
     * A lock that was to end has ended a little later; so that not all ask at once, up to twice.
     */
    private static final Duration AFTER_THE_END = Duration.ofMillis(10);

    /** How long to go on without being woken, where nothing wakes; up to twice. */
    private static final Duration DEAF_PAUSE = Duration.ofMillis(300);

    /** When Redis hangs, tries queue up; whoever waits is answered all the same. */
    private static final Duration LATEST_ANSWER = Duration.ofMillis(2_500);

    /** A place is confirmed so often before it would be lost. */
    private static final int CONFIRMATIONS = 3;

    private final LockWaiting waiting;
    private final LockTicket ticket;
    private final long end;
    private final CompletableFuture<LockResult> result;

    private Optional<Registration> listening = Optional.empty();
    private Optional<Future<?>> next = Optional.empty();
    private long nextAt;
    private boolean heard;
    private boolean trying;
    private boolean again;

    LockWait(LockWaiting waiting, LockTicket ticket, Duration wait) {
        this.waiting = waiting;
        this.ticket = ticket;
        end = System.nanoTime() + wait.toNanos();
        result =
                new CompletableFuture<LockResult>()
                        .orTimeout(wait.plus(LATEST_ANSWER).toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * The answer to come. It fails with a {@code LockingException}, or with a {@code
     * TimeoutException} if Redis hangs.
     */
    public CompletionStage<LockResult> result() {
        return result;
    }

    /**
     * Whoever waits has gone: the place is given up, and the grant given back if there is one by
     * now. Also for an answer that could not be delivered. It ends no other grant.
     */
    public void end() {
        result.completeExceptionally(new CancellationException("Whoever waited has gone"));
        waiting.in(Duration.ZERO, this::leave);
    }

    /** Without waiting. */
    void acquireOnly(LockOutcome ifLocked) {
        LockResult answer = waiting.acquireNow(ticket);
        result.complete(
                answer.outcome() == LockOutcome.LOCKED
                        ? new LockResult(ifLocked, false, answer.lockInfo())
                        : answer);
    }

    void begin() {
        attempt();
        if (result.isDone()) {
            return;
        }
        Registration registration = waiting.listen(ticket, new Ear());
        synchronized (this) {
            listening = Optional.of(registration);
        }
        result.whenComplete((answer, failure) -> stop());
    }

    private void attempt() {
        synchronized (this) {
            if (trying || result.isDone()) {
                again = true;
                return;
            }
            trying = true;
            again = false;
            next = Optional.empty();
        }
        do {
            attemptOnce();
        } while (isToTryAgain());
    }

    /** Woken while trying: what woke may have been too late for that try. */
    private synchronized boolean isToTryAgain() {
        trying = again && !result.isDone();
        again = false;
        return trying;
    }

    private void attemptOnce() {
        boolean last = end - System.nanoTime() <= 0;
        try {
            LockResult answer =
                    last
                            ? waiting.queue().standNoMore(ticket)
                            : waiting.queue().stand(ticket, waiting.lease());
            if (!last && answer.outcome() == LockOutcome.LOCKED) {
                schedule(pause(answer.lockInfo()));
            } else if (!result.complete(answer)) {
                leave();
            }
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private synchronized Duration pause(Optional<DocumentLock> inTheWay) {
        Duration pause = heard ? waiting.lease().dividedBy(CONFIRMATIONS) : upToTwice(DEAF_PAUSE);
        Duration untilItEnds =
                inTheWay.map(DocumentLock::remaining).orElse(pause).plus(upToTwice(AFTER_THE_END));
        return untilItEnds.compareTo(pause) < 0 ? untilItEnds : pause;
    }

    /** The time that is up does not wait for the next try. */
    private synchronized void schedule(Duration pause) {
        long now = System.nanoTime();
        long delay = Math.min(pause.toNanos(), Math.max(0, end - now));
        boolean sooner = next.filter(it -> !it.isDone() && nextAt - now <= delay).isPresent();
        if (!sooner && !result.isDone()) {
            next.ifPresent(it -> it.cancel(false));
            nextAt = now + delay;
            next = Optional.of(waiting.in(Duration.ofNanos(delay), this::attempt));
        }
    }

    private synchronized void stop() {
        next.ifPresent(it -> it.cancel(false));
        listening.ifPresent(Registration::close);
    }

    private void leave() {
        try {
            waiting.queue().leave(ticket);
        } catch (StoreUnavailableException e) {
            LOG.log(Level.FINE, "A place in the queue ends with its lease", e);
        }
    }

    private static Duration upToTwice(Duration pause) {
        return pause.plusNanos(ThreadLocalRandom.current().nextLong(pause.toNanos()));
    }

    private final class Ear implements LockListener {

        @Override
        public void live() {
            hear(true);
            schedule(Duration.ZERO);
        }

        @Override
        public void notLive() {
            hear(false);
            schedule(upToTwice(DEAF_PAUSE));
        }

        @Override
        public void event(LockEvent event) {
            Optional<DocumentLock> lock = event.lock();
            if (event.type().isEnd()
                    || lock.filter(it -> it.isHeldBy(ticket.owner())).isPresent()) {
                schedule(Duration.ZERO);
            } else {
                lock.ifPresent(it -> schedule(pause(lock)));
            }
        }

        private void hear(boolean now) {
            synchronized (LockWait.this) {
                heard = now;
            }
        }
    }
}
