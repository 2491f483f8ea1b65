package org.doclock.locking;

import java.util.Objects;
import java.util.Optional;

/**
 * A place in the queue for a lock.
 *
 * @param documentId the document
 * @param owner who waits
 * @param options how the lock is acquired; their attempt is what the ticket is known by
 */
public record LockTicket(String documentId, LockOwner owner, AcquireOptions options) {

    /**
     * @throws InvalidLockRequestException if the document's id is none
     */
    public LockTicket {
        LockLimits.documentId(documentId);
        Objects.requireNonNull(owner, "owner");
        if (options.attempt().isEmpty()) {
            throw new IllegalArgumentException("A ticket needs an attempt: see of()");
        }
    }

    /** A ticket of its own for each call, unless the options name an attempt. */
    public static LockTicket of(String documentId, LockOwner owner, AcquireOptions options) {
        Optional<String> attempt = options.attempt();
        return new LockTicket(
                documentId,
                owner,
                attempt.isPresent() ? options : options.attempt(CommandWriter.attempt()));
    }
}
