package org.doclock.rest;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Whether a document is locked, and by whom. */
@Schema(name = "StatusAnswer")
@JsonbPropertyOrder({"success", "isLocked", "lockInfo", "requests"})
public record StatusAnswer(
        @Schema(description = "Always true.") boolean success,
        boolean isLocked,
        @Schema(ref = "LockInfo") Optional<LockInfo> lockInfo,
        @Schema(
                        description =
                                "Who asks the holder to let them edit, the oldest request first:"
                                        + " for the holder and for administrators. Left out if"
                                        + " nobody does.")
                Optional<List<RequestInfo>> requests) {

    static StatusAnswer free() {
        return new StatusAnswer(true, false, Optional.empty(), Optional.empty());
    }
}
