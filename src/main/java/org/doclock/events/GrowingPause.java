package org.doclock.events;

import java.time.Duration;

/** How long to wait before the next try: twice as long after each that failed. For one thread. */
final class GrowingPause {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Duration first;
    private Duration next;

    GrowingPause(Duration first) {
        this.first = first;
        next = first;
    }

    Duration next() {
        return next;
    }

    void failed() {
        Duration twice = next.multipliedBy(2);
        next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }

    void succeeded() {
        next = first;
    }
}
