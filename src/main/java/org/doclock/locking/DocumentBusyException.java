package org.doclock.locking;

import java.util.Optional;

/**
 * Another transaction of the database works on the document's row, and this one could not be put
 * behind it. What the caller wrote was rolled back; asking again from the start is safe.
 */
public final class DocumentBusyException extends LockingException {

    private static final long serialVersionUID = 1L;

    public DocumentBusyException(String documentId, Throwable cause) {
        super(
                Optional.of(documentId),
                documentId + " is being changed by another transaction: try again in a moment",
                cause);
    }
}
