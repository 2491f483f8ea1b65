package org.doclock.rest;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import java.util.Optional;
import org.doclock.locking.AuditPage;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A part of the audit trail. */
@Schema(name = "AuditAnswer")
@JsonbPropertyOrder({"success", "entries", "cursor"})
public record AuditAnswer(
        @Schema(description = "Always true.") boolean success,
        @Schema(description = "The newest first.") List<AuditInfo> entries,
        @Schema(
                        description =
                                "Send it to get older ones; left out at the end. A page may hold"
                                        + " fewer than asked for and still have a next one.")
                Optional<String> cursor) {

    static AuditAnswer of(AuditPage page) {
        return new AuditAnswer(
                true, page.entries().stream().map(AuditInfo::of).toList(), page.cursor());
    }
}
