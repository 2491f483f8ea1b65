package org.doclock.locking;

/** What became of a lock operation. */
public enum LockOutcome {
    /** A new grant with a new token. Content is to be read again. */
    ACQUIRED,
    /** The owner's last grant goes on with its token: nobody held the document in between. */
    RESUMED,
    /** The owner holds the document already; the grant and its token stay. */
    RENEWED,
    /** A new grant, taken from another session of the same user. */
    TAKEN_OVER,
    /** The grant lasts longer now, or as long as it did if that is longer. */
    EXTENDED,
    /** The grant has ended, or ends with its grace. */
    RELEASED,
    /** The document has a new holder with a new token, by the will of the old one. */
    TRANSFERRED,
    /** The holder is asked to let the caller edit. */
    REQUESTED,
    /** The caller asks no more. */
    WITHDRAWN,
    /** Refused: the user to hand over to does not ask for the document. */
    NOT_ASKED,
    /** Refused: as many as may ask or wait at a time do so already. */
    TOO_MANY,
    /** Refused: somebody else holds the document, or the user in another session. */
    LOCKED,
    /** The grant that was meant has ended before. */
    NOT_HELD;

    /** Whether a grant began that was not there, or not this caller's, before. */
    boolean isNewGrant() {
        return this == ACQUIRED || this == RESUMED || this == TAKEN_OVER || this == TRANSFERRED;
    }
}
