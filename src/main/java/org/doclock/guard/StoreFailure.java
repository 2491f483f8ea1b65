package org.doclock.guard;

/** What a guarded method does while Redis does not answer. */
public enum StoreFailure {
    /** Refuse the call with {@link org.doclock.locking.StoreUnavailableException}. */
    REJECT,
    /**
     * Go on with what the database can check: {@code HOLD} and {@code FINISH} if the token that the
     * caller shows is the last one that the document's row has seen, {@code BEGIN} and {@code
     * SCOPED} with the row locked for the transaction. Only for methods that run in a transaction,
     * on documents with a {@link FencedDocument}.
     */
    PROCEED
}
