package org.doclock.events;

/** A listener's place; {@link #close()} gives it up, as often as it is called. */
public interface Registration extends AutoCloseable {

    /** A call that is on its way may still come. */
    @Override
    void close();
}
