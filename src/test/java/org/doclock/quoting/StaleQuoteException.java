package org.doclock.quoting;

/** Somebody else changed the quote since the caller read it. Nothing was written. */
public final class StaleQuoteException extends QuotingException {

    private static final long serialVersionUID = 1L;

    public StaleQuoteException(String number, long baseVersion, long version) {
        super(
                "%s was changed meanwhile: you read version %d, it is now at %d. Read it again"
                        .formatted(number, baseVersion, version));
    }
}
