package org.doclock.rest;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer to an operation that did what was asked. */
@Schema(name = "LockAnswer", description = "The operation did what was asked.")
@JsonbPropertyOrder({"success", "message", "lockInfo", "outcome"})
public record LockAnswer(
        @Schema(description = "Always true.") boolean success,
        @Schema(description = "What was done, for people.") String message,
        @Schema(ref = "LockInfo") Optional<LockInfo> lockInfo,
        @Schema(
                        description =
                                "What was done, for programs. After anything but RENEWED and"
                                        + " RESUMED an acquire is a new grant with a new token, and"
                                        + " the document is to be read again.",
                        enumeration = {
                            "ACQUIRED",
                            "RESUMED",
                            "RENEWED",
                            "TAKEN_OVER",
                            "EXTENDED",
                            "RELEASED",
                            "NOT_HELD",
                            "REQUESTED",
                            "WITHDRAWN",
                            "TRANSFERRED"
                        })
                String outcome) {}
