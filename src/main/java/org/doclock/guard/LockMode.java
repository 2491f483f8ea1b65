package org.doclock.guard;

/** What a guarded method does with the lock of its document. */
public enum LockMode {
    /** The caller must hold the lock; it is renewed, and stays whatever happens. */
    HOLD,
    /**
     * The caller gets the lock, or renews it, and keeps it. If the method fails, a lock that this
     * call acquired is given back.
     */
    BEGIN,
    /** The caller must hold the lock; it is released after success, and stays after a failure. */
    FINISH,
    /** The caller gets the lock, or renews it, and gives back what this call acquired. */
    SCOPED;

    /** Whether the caller gets the lock here, rather than has to hold it already. */
    boolean acquires() {
        return this == BEGIN || this == SCOPED;
    }

    /** Whether what this call acquired is given back after it. */
    boolean givesBack(boolean success) {
        return this == SCOPED || (this == BEGIN && !success);
    }

    /** Whether everything that the caller holds is released after the call. */
    boolean releases(boolean success) {
        return this == FINISH && success;
    }
}
