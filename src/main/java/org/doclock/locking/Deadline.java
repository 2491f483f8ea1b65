package org.doclock.locking;

import java.time.Duration;

/** The moment by which a call has to be answered, however many tries it makes. */
record Deadline(long nanoTime) {

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    boolean isPast() {
        return !leavesRoomFor(Duration.ZERO);
    }

    boolean leavesRoomFor(Duration duration) {
        return nanosLeft() >= duration.toNanos();
    }

    long nanosLeft() {
        return nanoTime - System.nanoTime();
    }
}
