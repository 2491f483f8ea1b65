package org.doclock.rest;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What {@code POST request} takes. */
@Schema(name = "EditRequest")
public record EditRequest(
        @Fields.DocId @Schema(description = "The document.", example = "quote-123") String docId,
        @Schema(
                        description =
                                "The caller, if sent; a lock-service names the user it acts for.",
                        example = "user-456")
                Optional<@Fields.UserId String> userId,
        @Schema(description = "The name to show to the holder.", example = "john.doe")
                Optional<@Fields.Username String> username,
        @Schema(description = "The editing session that a hand-over is to go to.")
                Optional<@Fields.SessionId String> sessionId,
        @Schema(description = "What to tell the holder; it may have line breaks.")
                Optional<@Fields.Message String> message,
        @Schema(description = "Take the request of this session back.") boolean withdraw) {}
