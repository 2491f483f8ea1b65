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

    /** This one, or the one after so much time from now if that is earlier. */
    Deadline orIn(Duration duration) {
        Deadline other = in(duration);
        return other.nanoTime - nanoTime < 0 ? other : this;
    }

    long nanosLeft() {
        return nanoTime - System.nanoTime();
    }
}
