package org.doclock.quoting;

/** There is no such quote, or no such line in it. */
public final class UnknownQuoteException extends QuotingException {

    private static final long serialVersionUID = 1L;

    public UnknownQuoteException(long id) {
        this("There is no quote " + id);
    }

    UnknownQuoteException(String message) {
        super(message);
    }
}
