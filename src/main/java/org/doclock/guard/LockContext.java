package org.doclock.guard;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockOwnerUnknownException;

/**
 * What a guarded method can know about its locks, and how work that nobody calls over HTTP says who
 * it is. Inject it anywhere; it speaks of the thread that asks.
 */
@ApplicationScoped
public class LockContext {

    @Inject private CallerClaims claims;
    @Inject private GuardedTransactions transactions;

    /**
     * The grant under which the running guarded method works on its one document, with its fencing
     * token.
     *
     * @throws IllegalStateException if no guarded method runs on this thread, if it has several
     *     documents, or if it goes on without Redis ({@link StoreFailure#PROCEED})
     */
    public DocumentLock lock() {
        return running()
                .onlyGrant()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "This guarded method has not exactly one grant: ask for"
                                                + " lock(documentId)"));
    }

    /**
     * The grant of one of the documents of the running guarded method; empty if it is none of them,
     * or if the method goes on without Redis.
     *
     * @throws IllegalStateException if no guarded method runs on this thread
     */
    public Optional<DocumentLock> lock(String documentId) {
        return running().grant(documentId);
    }

    /**
     * For methods that begin their transaction themselves: makes the guard part of it. Called right
     * after {@code begin()}, before anything is read; without it only the lock is taken and given
     * back, and nothing is fenced.
     *
     * @throws org.doclock.locking.LockNotHeldException if a newer grant has been seen
     * @throws IllegalStateException if no guarded method or no transaction runs on this thread
     */
    public void joinTransaction() {
        if (!transactions.joinBegun(running())) {
            throw new IllegalStateException("There is no transaction to join: begin it first");
        }
    }

    /**
     * Who works here, with the grants they hold: to be carried to another thread, or kept for a
     * later call.
     *
     * @throws LockOwnerUnknownException if nobody does
     */
    public LockClaim claim() {
        return Frame.Stack.claim()
                .or(claims::current)
                .orElseThrow(() -> new LockOwnerUnknownException("Nobody is known to call here"));
    }

    /** Does the work as somebody: its guarded calls are theirs, with the grants that they show. */
    public <T> T call(LockClaim claim, Callable<T> work) throws Exception {
        // Nobody's claim would make it the caller's of the request.
        Objects.requireNonNull(claim, "claim");
        Frame.Stack.push(() -> claim);
        try {
            return work.call();
        } finally {
            Frame.Stack.pop();
        }
    }

    private static GuardedCall running() {
        return Frame.Stack.call()
                .orElseThrow(
                        () -> new IllegalStateException("No guarded method runs on this thread"));
    }
}
