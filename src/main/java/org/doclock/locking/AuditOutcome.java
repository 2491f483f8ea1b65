package org.doclock.locking;

/** What became of an act. */
public enum AuditOutcome {
    /** It was done. */
    DONE,
    /** The holder was told that the lock ends soon: until then it is held on, and then it ends. */
    NOTICE_GIVEN,
    /** There was nothing to do: the lock that was meant had ended, or was another grant by then. */
    NOT_HELD,
    /** It never reached Redis: the lock that was meant stands as it did. */
    NOT_DONE,
    /** The lock has ended since, and nothing tells whether by this act or otherwise. */
    ENDED_SINCE,
    /** It was not allowed. */
    REFUSED,
    /** Not known yet: it is settled by looking at the lock, some seconds later. */
    UNKNOWN
}
