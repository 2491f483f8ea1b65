package org.doclock.events;

/**
 * When to look after a document.
 *
 * @param at by {@link System#nanoTime()}
 */
record DueTime(long at, String documentId) implements Comparable<DueTime> {

    @Override
    public int compareTo(DueTime other) {
        return Long.signum(at - other.at);
    }
}
