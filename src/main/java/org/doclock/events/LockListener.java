package org.doclock.events;

/**
 * Is told what changes, by one call at a time and in the order in which it happened. All others
 * wait meanwhile, so whoever is told must not wait for anything, and must not ask Redis.
 */
public interface LockListener {

    /**
     * From now on every change is told. What was before has to be read again: it was not heard.
     * Called at the beginning, and whenever a lost connection is back.
     */
    void live();

    /** From now on changes are missed; some may still be told, or found out on the way back. */
    void notLive();

    void event(LockEvent event);
}
