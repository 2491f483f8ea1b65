package org.doclock.locking;

import jakarta.ejb.ApplicationException;
import java.util.Optional;

/**
 * A lock operation that could not be answered or must not be asked. Being refused because somebody
 * else holds the document is not among these: that is an ordinary {@link LockResult}.
 *
 * <p>It rolls a transaction back: an unchecked exception that is declared an application exception
 * would by default commit the caller's half-done work.
 */
@ApplicationException(rollback = true, inherited = true)
public abstract class LockingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<String> documentId;

    LockingException(Optional<String> documentId, String message, Throwable cause) {
        super(message, cause);
        this.documentId = documentId;
    }

    /** The document that was asked for, if the operation was about a single one. */
    public Optional<String> documentId() {
        return documentId == null ? Optional.empty() : documentId;
    }
}
