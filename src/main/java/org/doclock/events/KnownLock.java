package org.doclock.events;

import java.time.Duration;
import java.util.Optional;
import org.doclock.locking.DocumentLock;

/**
 * A lock of the table. Times are of {@link System#nanoTime()}.
 *
 * @param endsAt when it ends, if it does
 * @param due when to look after it; none if it is being looked after
 * @param reading the last reading of everything that began before it was put
 */
record KnownLock(DocumentLock lock, long endsAt, Optional<DueTime> due, int reading) {

    static boolean ends(DocumentLock lock) {
        return lock.expiresAt() != DocumentLock.NEVER;
    }

    /** As it stands now. */
    DocumentLock at(long now) {
        return ends(lock) ? lock.withRemaining(left(now)) : lock;
    }

    Duration left(long now) {
        return Duration.ofNanos(Math.max(0, endsAt - now));
    }

    KnownLock withoutDue() {
        return new KnownLock(lock, endsAt, Optional.empty(), reading);
    }

    boolean isDueAt(DueTime time) {
        return due.filter(own -> own == time).isPresent();
    }
}
