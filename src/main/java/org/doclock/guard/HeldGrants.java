package org.doclock.guard;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockNotHeldException;
import org.doclock.locking.LockOutcome;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockResult;
import org.doclock.locking.LockingReference;

/** Looks whether the grants of a guarded call still stand, and ends those that end with it. */
@ApplicationScoped
class HeldGrants {

    private static final Logger LOG = Logger.getLogger(HeldGrants.class.getName());

    @Inject private LockingReference locks;

    /**
     * Looks once more whether the grants of these documents still stand.
     *
     * @throws LockNotHeldException if one does not
     */
    void verify(GuardedCall call, Collection<String> documentIds) {
        Map<String, DocumentLock> now = locks.get().getLockInfos(documentIds);
        LockOwner owner = call.claim().owner();
        for (String documentId : documentIds) {
            DocumentLock grant = call.grant(documentId).orElseThrow();
            DocumentLock lock = now.get(documentId);
            if (lock == null || !lock.isHeldBy(owner) || lock.token() != grant.token()) {
                throw Refusals.lost(documentId);
            }
        }
    }

    /**
     * Ends what ends with the call. A failure is only logged: it must not hide what the method has
     * returned or thrown, and the locks end by themselves.
     *
     * @return the first document that was not held any more
     */
    Optional<String> giveBack(GuardedCall call) {
        Map<String, Long> tokens = call.grantsToEnd();
        if (tokens.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<String> documentIds = new ArrayList<>(tokens.keySet());
            List<LockResult> results = locks.get().releaseLocks(tokens, call.claim().owner());
            return documentIds.stream()
                    .filter(
                            id ->
                                    results.get(documentIds.indexOf(id)).outcome()
                                            != LockOutcome.RELEASED)
                    .findFirst();
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    e,
                    () -> "Not released after " + call.method().name() + ": " + tokens.keySet());
            return Optional.empty();
        }
    }
}
