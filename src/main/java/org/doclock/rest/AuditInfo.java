package org.doclock.rest;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Optional;
import java.util.OptionalLong;
import org.doclock.locking.AuditEntry;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One line of the audit trail. */
@Schema(name = "AuditInfo", description = "Who did what to whom, why, when and from where.")
@JsonbPropertyOrder({
    "id",
    "at",
    "act",
    "outcome",
    "actor",
    "from",
    "docId",
    "holder",
    "holderName",
    "token",
    "reason"
})
public record AuditInfo(
        @Schema(description = "Of the act: the same if it is found unknown and settled later.")
                String id,
        @Schema(description = "When, epoch milliseconds by Redis's clock.") long at,
        @Schema(
                        description =
                                "FORCE_RELEASE, CLEAR, TAKE_OVER, HAND_OVER,"
                                        + " ADMINISTRATION_REFUSED or SIGN_IN_BLOCKED.")
                String act,
        @Schema(
                        description =
                                "DONE, NOTICE_GIVEN, NOT_HELD (there was nothing to end), NOT_DONE, ENDED_SINCE"
                                        + " (ended, nobody knows by what), REFUSED, or UNKNOWN for"
                                        + " an act that is not settled yet.")
                String outcome,
        @Schema(description = "Who acted, or tried to.") String actor,
        @Schema(description = "The address that the request came from.") Optional<String> from,
        @Schema(description = "The document.") Optional<String> docId,
        @Schema(description = "The user whom it hit.") Optional<String> holder,
        @Schema(description = "That user's name to show.") Optional<String> holderName,
        @Schema(description = "The token of the grant.") OptionalLong token,
        @Schema(description = "As it was given, or what was tried.") Optional<String> reason) {

    static AuditInfo of(AuditEntry entry) {
        return new AuditInfo(
                entry.id(),
                entry.at().toEpochMilli(),
                entry.act().name(),
                entry.outcome().name(),
                entry.actor(),
                entry.from(),
                entry.documentId(),
                entry.holder(),
                entry.holderName(),
                entry.token(),
                entry.reason());
    }
}
