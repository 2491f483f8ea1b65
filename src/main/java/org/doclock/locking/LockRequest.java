package org.doclock.locking;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Somebody asks the holder of a document to let them edit it.
 *
 * @param documentId the document
 * @param asker the user and session that ask; it is this session that a hand-over goes to
 * @param message what they say, if anything; at most {@link LockLimits#MESSAGE_MAX} characters
 * @param at when they asked, epoch milliseconds by Redis's clock
 */
public record LockRequest(String documentId, LockOwner asker, Optional<String> message, long at) {

    /** How long a request lasts unless it is answered or withdrawn before. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    public LockRequest {
        Objects.requireNonNull(documentId, "documentId");
        Objects.requireNonNull(asker, "asker");
        Objects.requireNonNull(message, "message");
    }
}
