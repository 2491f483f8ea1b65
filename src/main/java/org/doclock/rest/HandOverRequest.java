package org.doclock.rest;

import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What {@code POST hand-over} takes. */
@Schema(name = "HandOverRequest")
public record HandOverRequest(
        @Fields.DocId @Schema(description = "The document.", example = "quote-123") String docId,
        @Schema(
                        description =
                                "The caller, if sent; a lock-service names the user it acts for.",
                        example = "user-456")
                Optional<@Fields.UserId String> userId,
        @Schema(description = "The session that holds the lock, if one does: exactly.")
                Optional<@Fields.SessionId String> sessionId,
        @Schema(description = "The grant that is meant: no other is handed over.") @Fields.Token
                OptionalLong token,
        @Fields.ToUserId
                @Schema(
                        description = "Whom to hand over to: somebody who asks for the document.",
                        example = "user-789")
                String toUserId,
        @Schema(description = "Hand over only if this is the session that asks.")
                Optional<@Fields.SessionId String> toSessionId) {}
