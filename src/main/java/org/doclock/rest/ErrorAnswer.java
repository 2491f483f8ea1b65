package org.doclock.rest;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Optional;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.DocumentLockedException;
import org.doclock.locking.LockingException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The one shape of every error.
 *
 * @param lockedBy who stands in the way, by name or else by user id
 * @param lockInfo the lock that stands in the way
 */
@Schema(name = "Error", description = "The one shape of every error.")
@JsonbPropertyOrder({"success", "code", "message", "lockedBy", "lockInfo"})
public record ErrorAnswer(
        @Schema(description = "Always false.") boolean success,
        @Schema(description = "What went wrong, for programs.") String code,
        @Schema(description = "What went wrong and what to do, for people.") String message,
        @Schema(description = "Who stands in the way, by name or else by user id.")
                Optional<String> lockedBy,
        @Schema(ref = "LockInfo") Optional<LockInfo> lockInfo) {

    static ErrorAnswer of(ErrorCode code, String message) {
        return new ErrorAnswer(false, code.name(), message, Optional.empty(), Optional.empty());
    }

    /** What somebody else's lock stands in the way of: it is shown as to any stranger. */
    static ErrorAnswer of(ErrorCode code, LockingException refusal) {
        Optional<DocumentLock> lock =
                refusal instanceof DocumentLockedException locked
                        ? locked.lockInfo()
                        : Optional.empty();
        return new ErrorAnswer(
                false,
                code.name(),
                refusal.getMessage(),
                lock.map(DocumentLock::holderName),
                lock.map(LockInfo::forStrangers));
    }
}
