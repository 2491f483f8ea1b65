package org.doclock.guard.edits;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.doclock.guard.CallerClaims;
import org.doclock.guard.LockClaim;
import org.doclock.locking.AcquireOptions;
import org.doclock.locking.DocumentLockedException;
import org.doclock.locking.LockNotHeldException;
import org.doclock.locking.LockResult;
import org.doclock.locking.LockingService;
import org.doclock.locking.StoreUnavailableException;

/** What an application without the guard asks of the locks: right before it reads or writes. */
@ApplicationScoped
class ControlLocks {

    private static final Logger LOG = Logger.getLogger(ControlLocks.class.getName());

    @Inject private LockingService locks;
    @Inject private CallerClaims claims;
    @Inject private Pauses pauses;

    /** Returns the token of the grant. */
    long acquire(String documentId) {
        LockResult result =
                locks.acquireLock(documentId, claim().owner(), AcquireOptions.defaults());
        if (!result.success()) {
            throw new DocumentLockedException(result.lockInfo().orElseThrow(), claim().owner());
        }
        pauses.at(Pauses.Place.AFTER_CHECK);
        return result.lockInfo().orElseThrow().token();
    }

    /** Returns the token that the caller shows, if the lock is still held under it. */
    long check(String documentId) {
        long token = claim().tokens().get(documentId);
        LockResult result =
                locks.holdLocks(Map.of(documentId, token), claim().owner(), Optional.empty())
                        .get(0);
        if (!result.success()) {
            throw new LockNotHeldException(documentId, "Not held: " + documentId);
        }
        pauses.at(Pauses.Place.AFTER_CHECK);
        return token;
    }

    void release() {
        try {
            locks.releaseLocks(claim().tokens(), claim().owner());
        } catch (StoreUnavailableException e) {
            // What was saved is saved; the lock ends by itself.
            LOG.log(Level.FINE, "Not released", e);
        }
    }

    private LockClaim claim() {
        return claims.current().orElseThrow();
    }
}
