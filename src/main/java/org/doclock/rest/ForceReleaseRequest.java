package org.doclock.rest;

import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What {@code POST force-release} takes. */
@Schema(name = "ForceReleaseRequest")
public record ForceReleaseRequest(
        @Fields.DocId @Schema(description = "The document.", example = "quote-123") String docId,
        @Schema(description = "The caller, if sent.", example = "admin-789")
                Optional<@Fields.AdminUserId String> adminUserId,
        @Schema(description = "Why, for the record.") Optional<@Fields.Reason String> reason,
        @Schema(
                        description =
                                "The grant that is meant: no other is ended. 0 means another"
                                        + " program's lock.")
                @Fields.Token
                OptionalLong token,
        @Schema(
                        description =
                                "Notice: how long the holder still has to save, seconds. The lock"
                                        + " ends by itself then, and nothing prolongs it. At once if"
                                        + " left out, and always for another program's lock.")
                @Fields.GraceSeconds
                OptionalLong graceSeconds) {}
