package org.doclock.rest;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many locks were ended. */
@Schema(name = "ClearAnswer")
@JsonbPropertyOrder({"success", "message", "cleared"})
public record ClearAnswer(
        @Schema(description = "Always true.") boolean success,
        String message,
        @Schema(description = "How many locks were ended.") long cleared) {}
