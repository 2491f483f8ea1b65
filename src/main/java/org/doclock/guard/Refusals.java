package org.doclock.guard;

import org.doclock.locking.DocumentLockedException;
import org.doclock.locking.LockNotHeldException;
import org.doclock.locking.LockOutcome;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockResult;
import org.doclock.locking.LockingException;

/** What a caller is told whom the lock does not cover. */
final class Refusals {

    private Refusals() {}

    /** The grant that the caller means has ended. */
    static LockNotHeldException lost(String documentId) {
        return new LockNotHeldException(
                documentId, "The lock of " + documentId + " was lost: acquire it again");
    }

    /** What a refused operation on a lock says. */
    static LockingException of(String documentId, LockResult result, LockOwner caller) {
        return result.lockInfo()
                .filter(lock -> result.outcome() == LockOutcome.LOCKED)
                .<LockingException>map(lock -> new DocumentLockedException(lock, caller))
                .orElseGet(() -> lost(documentId));
    }
}
