package org.doclock.locking;

import java.util.Optional;

/**
 * The caller does not hold the grant that a guarded method asks for, or no longer: it has ended,
 * was taken over, or was not shown. What the method wrote in its transaction was rolled back.
 */
public final class LockNotHeldException extends LockingException {

    private static final long serialVersionUID = 1L;

    public LockNotHeldException(String documentId, String message) {
        super(Optional.of(documentId), message, null);
    }
}
