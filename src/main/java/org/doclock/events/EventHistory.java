package org.doclock.events;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The last events, numbered one after the other. Not thread-safe. */
final class EventHistory {

    private static final int LENGTH = 4096;

    private final LockEvent[] events = new LockEvent[LENGTH];

    /** The number of the last event. */
    private long last;

    /** From here on every event is known. */
    private long complete;

    void add(LockEvent event) {
        last++;
        events[index(last)] = event;
        complete = Math.max(complete, last - LENGTH);
    }

    long last() {
        return last;
    }

    /** What comes next may follow upon something that nobody heard. */
    void forget() {
        last++;
        complete = last;
        Arrays.fill(events, null);
    }

    /** The events after this one, or empty if they are not known. */
    Optional<List<LockEvent>> after(long number) {
        if (number < complete || number > last) {
            return Optional.empty();
        }
        List<LockEvent> after = new ArrayList<>();
        for (long i = number + 1; i <= last; i++) {
            after.add(events[index(i)]);
        }
        return Optional.of(after);
    }

    private static int index(long number) {
        return (int) (number % LENGTH);
    }
}
