package org.doclock.rest;

import java.util.Optional;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockOwner;

/**
 * Who asks.
 *
 * @param owner the user and session that locks are taken and shown for; empty if the caller did not
 *     say and only looks
 * @param isAdministrator whether tokens of others may be shown
 */
record Caller(Optional<LockOwner> owner, boolean isAdministrator) {

    static Caller of(LockOwner owner) {
        return new Caller(Optional.of(owner), false);
    }

    boolean isSameUser(DocumentLock lock) {
        return owner.filter(it -> it.userId().equals(lock.userId())).isPresent();
    }

    /** A service that acts for the holder is not shown the token of a grant it did not make. */
    boolean mayEnd(DocumentLock lock) {
        Optional<String> service = owner.flatMap(LockOwner::by);
        return service.isEmpty() || service.equals(lock.by());
    }

    boolean holds(DocumentLock lock) {
        return owner.filter(lock::isHeldBy).isPresent();
    }
}
