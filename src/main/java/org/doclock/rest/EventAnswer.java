package org.doclock.rest;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Optional;
import org.doclock.events.LockEvent;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What happened to a lock, as a follower of events sees it. */
@Schema(name = "LockEvent", description = "The data of an event.")
@JsonbPropertyOrder({
    "type",
    "docId",
    "at",
    "isLocked",
    "lockInfo",
    "previous",
    "by",
    "reason",
    "request"
})
public record EventAnswer(
        @Schema(description = "The same as the event's name.", example = "acquired") String type,
        @Schema(description = "The document.") String docId,
        @Schema(description = "When it happened, epoch milliseconds by Redis's clock.") long at,
        @Schema(description = "Whether the document is locked now.") boolean isLocked,
        @Schema(ref = "LockInfo") Optional<LockInfo> lockInfo,
        @Schema(ref = "LockInfo") Optional<LockInfo> previous,
        @Schema(description = "Who did it, where that is not the holder.") Optional<String> by,
        @Schema(description = "The administrator's reason.") Optional<String> reason,
        @Schema(ref = "RequestInfo") Optional<RequestInfo> request) {

    static EventAnswer of(LockEvent event, Caller viewer) {
        return new EventAnswer(
                event.type().text(),
                event.documentId(),
                event.at(),
                event.lock().isPresent(),
                event.lock().map(it -> LockInfo.of(it, viewer)),
                event.previous().map(it -> LockInfo.of(it, viewer)),
                event.by(),
                event.reason(),
                event.request().map(it -> RequestInfo.of(it, event.requestEnded())));
    }
}
