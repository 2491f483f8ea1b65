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

    /** What is left, or that much if it is less. */
    Duration atMost(Duration duration) {
        Duration left = Duration.ofNanos(Math.max(0, nanosLeft()));
        return left.compareTo(duration) < 0 ? left : duration;
    }

    long nanosLeft() {
        return nanoTime - System.nanoTime();
    }
}
