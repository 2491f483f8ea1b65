package org.doclock.rest;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Optional;
import java.util.OptionalLong;
import org.doclock.locking.DocumentLock;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A lock as a caller may see it. */
@Schema(name = "LockInfo", description = "A lock as the caller may see it.")
@JsonbPropertyOrder({
    "userId",
    "timestamp",
    "username",
    "docId",
    "expiresAt",
    "remaining",
    "mine",
    "sameUser",
    "token",
    "sessionId",
    "ending"
})
public record LockInfo(
        @Schema(description = "Who holds the document.") String userId,
        @Schema(description = "When the grant began, epoch milliseconds by Redis's clock.")
                long timestamp,
        @Schema(description = "The holder's name to show.") Optional<String> username,
        @Schema(description = "The document.") String docId,
        @Schema(
                        description =
                                "When the grant ends, epoch milliseconds by Redis's clock. Left out"
                                        + " for another program's lock without an end.")
                OptionalLong expiresAt,
        @Schema(description = "How long that was away when Redis was asked, milliseconds.")
                OptionalLong remaining,
        @Schema(description = "Whether the caller holds it: the same user and the same session.")
                boolean mine,
        @Schema(
                        description =
                                "Whether the holder is the caller's user, in this session or another.")
                boolean sameUser,
        @Schema(
                        description =
                                "The fencing token, for the holder and for administrators. Left out"
                                        + " for another program's lock.")
                OptionalLong token,
        @Schema(description = "The editing session, for the holder only.")
                Optional<String> sessionId,
        @Schema(ref = "Ending") Optional<EndingInfo> ending) {

    static LockInfo of(DocumentLock lock, Caller caller) {
        boolean own = caller.isHolder(lock);
        return of(
                lock,
                caller.holds(lock),
                caller.isSameUser(lock),
                own || caller.isAdministrator(),
                own);
    }

    /** As anybody may see it who does not hold it. */
    static LockInfo forStrangers(DocumentLock lock) {
        return of(lock, false, false, false, false);
    }

    private static LockInfo of(
            DocumentLock lock,
            boolean mine,
            boolean sameUser,
            boolean showToken,
            boolean showSession) {
        boolean ends = lock.expiresAt() != DocumentLock.NEVER;
        return new LockInfo(
                lock.userId(),
                lock.timestamp(),
                lock.username(),
                lock.documentId(),
                optional(ends, lock.expiresAt()),
                optional(ends, lock.remaining().toMillis()),
                mine,
                sameUser,
                optional(showToken && lock.token() > 0, lock.token()),
                showSession ? lock.sessionId() : Optional.empty(),
                lock.ending().map(EndingInfo::of));
    }

    private static OptionalLong optional(boolean present, long value) {
        return present ? OptionalLong.of(value) : OptionalLong.empty();
    }
}
