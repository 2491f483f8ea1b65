package org.doclock.rest;

import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What {@code POST release} takes. */
@Schema(name = "ReleaseRequest")
public record ReleaseRequest(
        @Fields.DocId @Schema(description = "The document.", example = "quote-123") String docId,
        @Schema(
                        description =
                                "The caller, if sent; a lock-service names the user it acts for.",
                        example = "user-456")
                Optional<@Fields.UserId String> userId,
        @Schema(description = "The editing session. Missing on either side it matches any.")
                Optional<@Fields.SessionId String> sessionId,
        @Schema(description = "The grant that is meant: no other is ended.") @Fields.Token
                OptionalLong token,
        @Schema(
                        description =
                                "How long the same session may come back, seconds: for a page that"
                                        + " may only be reloading. Others wait that long.")
                @Fields.Grace
                OptionalLong grace) {}
