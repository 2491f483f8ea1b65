package org.doclock.rest;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What {@code POST status} takes. */
@Schema(name = "StatusRequest")
public record StatusRequest(
        @Fields.DocIds @Schema(description = "1 to 1,000 documents.")
                List<@Fields.DocId String> docIds,
        @Schema(description = "Who asks, for mine.") Optional<@Fields.UserId String> userId,
        @Schema(description = "The editing session, for mine.")
                Optional<@Fields.SessionId String> sessionId) {

    static final int MAX_DOCUMENTS = 1000;

    /** Room for 1,000 ids of ordinary length. */
    static final int MAX_BYTES = 64 * 1024;
}
