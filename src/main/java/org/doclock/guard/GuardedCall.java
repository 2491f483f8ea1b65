package org.doclock.guard;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockingException;
import org.doclock.locking.StoreUnavailableException;

/**
 * One call of a guarded method: what it holds, and what has become of it so far. It is over when
 * the method has ended and so have the transactions that it ran in, whichever comes last.
 * Thread-safe, since both may happen on another thread than the call.
 */
final class GuardedCall implements Frame {

    private final GuardedMethod method;
    private final LockClaim caller;
    private final SortedSet<String> documentIds;
    private final Optional<StoreUnavailableException> withoutStore;
    private final Optional<Object> transactionAround;

    private final SortedMap<String, DocumentLock> grants = new TreeMap<>();
    private final Set<String> acquired = new TreeSet<>();
    private int openTransactions;
    private boolean joined;
    private boolean rolledBack;
    private boolean ownTransaction;
    private boolean methodBegan;
    private boolean methodEnded;
    private boolean methodSucceeded;
    private Optional<LockingException> failureAtCommit = Optional.empty();

    /**
     * @param withoutStore why the call goes on without Redis, if it does
     * @param transactionAround the key of the transaction that was open before the guard, if one
     *     was
     */
    GuardedCall(
            GuardedMethod method,
            LockClaim caller,
            SortedSet<String> documentIds,
            Optional<StoreUnavailableException> withoutStore,
            Optional<Object> transactionAround) {
        this.method = method;
        this.caller = caller;
        this.documentIds = documentIds;
        this.withoutStore = withoutStore;
        this.transactionAround = transactionAround;
    }

    GuardedMethod method() {
        return method;
    }

    SortedSet<String> documentIds() {
        return documentIds;
    }

    Optional<StoreUnavailableException> withoutStore() {
        return withoutStore;
    }

    /** Whether this transaction was begun after the guard, so that nothing was read in it yet. */
    boolean began(Object transactionKey) {
        return transactionAround.filter(transactionKey::equals).isEmpty();
    }

    /** The caller, who from here on may show the grants of this call as well. */
    @Override
    public synchronized LockClaim claim() {
        if (grants.isEmpty()) {
            return caller;
        }
        Map<String, Long> tokens = new HashMap<>(caller.tokens());
        grants.forEach((documentId, grant) -> tokens.put(documentId, grant.token()));
        return new LockClaim(caller.owner(), tokens);
    }

    synchronized void granted(DocumentLock grant, boolean newly) {
        grants.put(grant.documentId(), grant);
        if (newly) {
            acquired.add(grant.documentId());
        }
    }

    synchronized Optional<DocumentLock> grant(String documentId) {
        return Optional.ofNullable(grants.get(documentId));
    }

    synchronized Optional<DocumentLock> onlyGrant() {
        return grants.size() == 1 ? Optional.of(grants.get(grants.firstKey())) : Optional.empty();
    }

    /**
     * @param own whether the transaction was begun after the guard
     */
    synchronized void transactionOpened(boolean own) {
        openTransactions++;
        joined = true;
        ownTransaction = own;
    }

    synchronized boolean hasJoined() {
        return joined;
    }

    synchronized void methodBegins() {
        methodBegan = true;
    }

    /** Whether nothing has happened yet but what a new transaction would undo. */
    synchronized boolean mayBeRepeated() {
        return ownTransaction && !methodBegan;
    }

    /**
     * @return whether the call is over with that
     */
    synchronized boolean transactionEnded(boolean committed) {
        openTransactions--;
        rolledBack = !committed;
        return isOver();
    }

    /**
     * @return whether the call is over with that
     */
    synchronized boolean methodEnded(boolean success) {
        methodEnded = true;
        methodSucceeded = success;
        return isOver();
    }

    private boolean isOver() {
        return methodEnded && openTransactions == 0;
    }

    /** Remembers why the transaction had to be rolled back when it was about to be committed. */
    synchronized void failAtCommit(LockingException failure) {
        failureAtCommit = Optional.of(failure);
    }

    synchronized void throwFailureAtCommit() {
        failureAtCommit.ifPresent(
                failure -> {
                    throw failure;
                });
    }

    /**
     * Throws it in place of what the caller would get otherwise, which says less.
     *
     * @param consequence what the method or its transaction has thrown
     */
    synchronized void throwFailureAtCommit(Throwable consequence) {
        failureAtCommit
                .filter(failure -> failure != consequence)
                .ifPresent(failure -> failure.addSuppressed(consequence));
        throwFailureAtCommit();
    }

    /** The tokens of the grants that end with the call, once it is over. */
    synchronized Map<String, Long> grantsToEnd() {
        boolean success = methodSucceeded && !rolledBack;
        Map<String, Long> tokens = new TreeMap<>();
        grants.forEach(
                (documentId, grant) -> {
                    boolean givenBack =
                            acquired.contains(documentId) && method.mode().givesBack(success);
                    if (givenBack || method.mode().releases(success)) {
                        tokens.put(documentId, grant.token());
                    }
                });
        return tokens;
    }
}
