package org.doclock.guard;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.doclock.locking.LockNotHeldException;
import org.doclock.locking.LockingException;

/** A call's part in one transaction. */
final class Participation implements Synchronization {

    private static final Logger LOG = Logger.getLogger(Participation.class.getName());

    /** A look at the lock that is younger than this need not be repeated at the commit. */
    private static final Duration FRESH = Duration.ofMillis(100);

    private final GuardedCall call;
    private final HeldGrants grants;
    private final boolean committedByOthers;
    private final SortedSet<String> unfenced = new TreeSet<>();
    private long verifiedAt;
    private boolean verified;

    /**
     * @param committedByOthers whether the transaction was there before the guard
     */
    Participation(GuardedCall call, HeldGrants grants, boolean committedByOthers) {
        this.call = call;
        this.grants = grants;
        this.committedByOthers = committedByOthers;
    }

    /** Nothing but the lock of this document tells whether it was lost. */
    void addUnfenced(String documentId) {
        unfenced.add(documentId);
    }

    /**
     * Looks at the lock while its loss can still be told to the caller: where somebody else
     * commits, such as the container of an EJB, theirs is the exception that the caller gets.
     *
     * @throws LockNotHeldException if it is lost
     */
    void methodSucceeded() {
        if (committedByOthers
                && !unfenced.isEmpty()
                && !TransactionRegistry.isMarkedForRollback()) {
            verify();
        }
    }

    @Override
    public void beforeCompletion() {
        if (unfenced.isEmpty() || isFresh()) {
            return;
        }
        try {
            verify();
        } catch (LockingException e) {
            call.failAtCommit(e);
            TransactionRegistry.setRollbackOnly();
            LOG.log(Level.FINE, e, () -> "Rolled back: " + call.method().name());
        }
    }

    @Override
    public void afterCompletion(int status) {
        if (call.transactionEnded(status == Status.STATUS_COMMITTED)) {
            grants.giveBack(call);
        }
    }

    private void verify() {
        grants.verify(call, unfenced);
        verifiedAt = System.nanoTime();
        verified = true;
    }

    private boolean isFresh() {
        return verified && System.nanoTime() - verifiedAt < FRESH.toNanos();
    }
}
