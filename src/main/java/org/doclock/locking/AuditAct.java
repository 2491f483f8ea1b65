package org.doclock.locking;

/** What the audit trail is about. */
public enum AuditAct {
    /** An administrator ended somebody's lock. */
    FORCE_RELEASE,
    /** An administrator ended every lock; each document that was hit has an entry. */
    CLEAR,
    /** A user took the lock from another session of their own. */
    TAKE_OVER,
    /** A holder gave the lock to somebody else. */
    HAND_OVER,
    /** Somebody without the role tried what is an administrator's. */
    ADMINISTRATION_REFUSED,
    /** Too many wrong passwords: signing in has to wait. */
    SIGN_IN_BLOCKED
}
