package org.doclock.rest;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of all locks, sorted by document id. */
@Schema(name = "LocksAnswer")
@JsonbPropertyOrder({"success", "total", "locks", "cursor"})
public record LocksAnswer(
        @Schema(description = "Always true.") boolean success,
        @Schema(description = "How many locks match, on all pages.") int total,
        @Schema(description = "Sorted by document id.") List<LockInfo> locks,
        @Schema(description = "Send it to get the next page; left out on the last.")
                Optional<String> cursor) {}
