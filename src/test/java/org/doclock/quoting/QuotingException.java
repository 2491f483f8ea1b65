package org.doclock.quoting;

import jakarta.ejb.ApplicationException;

/** A quote could not be read or changed as asked; the transaction is rolled back. */
@ApplicationException(rollback = true, inherited = true)
public abstract class QuotingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    QuotingException(String message) {
        super(message);
    }
}
