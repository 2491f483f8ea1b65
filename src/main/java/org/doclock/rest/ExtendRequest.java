package org.doclock.rest;

import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What {@code POST extend} takes. */
@Schema(name = "ExtendRequest")
public record ExtendRequest(
        @Fields.DocId @Schema(description = "The document.", example = "quote-123") String docId,
        @Schema(
                        description =
                                "The caller, if sent; a lock-service names the user it acts for.",
                        example = "user-456")
                Optional<@Fields.UserId String> userId,
        @Schema(
                        description =
                                "How long the lock lasts from now, seconds. A lock is never"
                                        + " shortened.",
                        defaultValue = "300",
                        example = "300")
                @Fields.Ttl
                OptionalLong ttl,
        @Schema(description = "The editing session. Missing on either side it matches any.")
                Optional<@Fields.SessionId String> sessionId,
        @Schema(description = "The grant that is meant: no other is prolonged.") @Fields.Token
                OptionalLong token) {}
