package org.doclock.rest;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Optional;
import org.doclock.locking.LockEnding;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An administrator's notice, as everybody sees it. */
@Schema(
        name = "Ending",
        description =
                "An administrator gave notice: the lock ends at expiresAt, nothing prolongs it.")
@JsonbPropertyOrder({"by", "reason"})
public record EndingInfo(
        @Schema(description = "The administrator.") String by,
        @Schema(description = "Why, if they said so.") Optional<String> reason) {

    static EndingInfo of(LockEnding ending) {
        return new EndingInfo(ending.by(), ending.reason());
    }
}
