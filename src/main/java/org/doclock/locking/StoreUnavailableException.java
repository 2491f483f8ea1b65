package org.doclock.locking;

import java.util.Optional;

/**
 * Redis did not answer in time, refused, or its answer was lost. Whether the operation was carried
 * out is then unknown, and it is safe to ask again: an acquire finds and reports a lock that its
 * owner already holds, a release that came too late ends nothing. Thrown within {@code
 * doclock.redis.deadline}. Messages carry no address and no secret; the cause, for the log, may.
 */
public final class StoreUnavailableException extends LockingException {

    private static final long serialVersionUID = 1L;

    StoreUnavailableException(Optional<String> documentId, String message, Throwable cause) {
        super(documentId, message, cause);
    }
}
