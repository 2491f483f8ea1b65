package org.doclock.rest;

import java.util.Optional;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockOwner;

/**
 * Who asks.
 *
 * @param owner the user and session that locks are taken and shown for
 * @param isAdministrator whether tokens of others may be shown
 */
record Caller(LockOwner owner, boolean isAdministrator) {

    static Caller of(LockOwner owner) {
        return new Caller(owner, false);
    }

    boolean isSameUser(DocumentLock lock) {
        return owner.userId().equals(lock.userId());
    }

    boolean isSameOwner(LockOwner other) {
        return owner.userId().equals(other.userId()) && owner.sessionId().equals(other.sessionId());
    }

    boolean holds(DocumentLock lock) {
        return lock.isHeldBy(owner);
    }

    /** A service that acts for the holder is not shown the token of a grant it did not make. */
    boolean isHolder(DocumentLock lock) {
        Optional<String> service = owner.by();
        return holds(lock) && (service.isEmpty() || service.equals(lock.by()));
    }

    boolean maySeeRequests(DocumentLock lock) {
        return isHolder(lock) || isAdministrator;
    }
}
