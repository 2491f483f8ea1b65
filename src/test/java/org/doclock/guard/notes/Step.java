package org.doclock.guard.notes;

/**
 * What a guarded method is to do.
 *
 * @param text what it writes
 * @param ending how it ends
 * @param expires whether the lock ends by itself meanwhile
 */
public record Step(String text, Ending ending, boolean expires) {

    /** How a method ends. */
    public enum Ending {
        SUCCESS,
        EXCEPTION,
        ROLLBACK
    }
}
