package org.doclock.rest;

import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.doclock.locking.AcquireOptions;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What {@code POST acquire} takes. */
@Schema(name = "AcquireRequest")
public record AcquireRequest(
        @Fields.DocId
                @Schema(
                        required = true,
                        description = "The document, any text.",
                        example = "quote-123")
                String docId,
        @Schema(
                        description =
                                "The caller, if sent; a lock-service names the user it acts for.",
                        example = "user-456")
                Optional<@Fields.UserId String> userId,
        @Schema(
                        description = "How long the lock lasts unless renewed, seconds.",
                        defaultValue = "300",
                        example = "300")
                @Fields.Ttl
                OptionalLong ttl,
        @Schema(description = "The name to show to others.", example = "john.doe")
                Optional<@Fields.Username String> username,
        @Schema(
                        description =
                                "One editing session of the user, such as a browser tab. Another"
                                        + " session of the same user is refused.")
                Optional<@Fields.SessionId String> sessionId,
        @Schema(description = "Take the lock from another session of the same user.")
                boolean takeOver,
        @Schema(
                        description =
                                "A new grant with a new token even if this session holds the lock:"
                                        + " for a page that was loaded again.")
                boolean newGrant,
        @Schema(
                        description =
                                "The token of this session's last grant. It goes on if nobody held"
                                        + " the document since.")
                @Fields.Token
                OptionalLong resumeToken,
        @Schema(
                        description =
                                "How long to wait for a lock that somebody else holds, seconds:"
                                        + " first come first served, and the answer comes when it is"
                                        + " granted or the time is up.")
                @Fields.Wait
                @JsonbProperty("wait")
                OptionalLong waitSeconds) {

    AcquireOptions options() {
        return new AcquireOptions(
                ttl.stream().mapToObj(Duration::ofSeconds).findFirst(),
                takeOver,
                newGrant,
                0,
                resumeToken,
                false,
                Optional.empty());
    }

    Duration waitTime() {
        return Duration.ofSeconds(waitSeconds.orElse(0));
    }
}
