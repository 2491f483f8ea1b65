package org.doclock.rest;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import java.util.Optional;
import org.doclock.locking.LockRequest;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A request to edit, as the holder and administrators see it. */
@Schema(name = "RequestInfo", description = "Somebody asks the holder to let them edit.")
@JsonbPropertyOrder({"userId", "username", "message", "at", "ended"})
public record RequestInfo(
        @Schema(description = "Who asks: the toUserId of a hand-over.") String userId,
        @Schema(description = "Their name to show.") Optional<String> username,
        @Schema(description = "What they say.") Optional<String> message,
        @Schema(description = "When they asked, epoch milliseconds by Redis's clock.") long at,
        @Schema(description = "In events, once it is over: WITHDRAWN or ANSWERED.")
                Optional<String> ended) {

    static List<RequestInfo> of(List<LockRequest> requests) {
        return requests.stream().map(it -> of(it, Optional.empty())).toList();
    }

    static RequestInfo of(LockRequest request, Optional<String> ended) {
        return new RequestInfo(
                request.asker().userId(),
                request.asker().username(),
                request.message(),
                request.at(),
                ended);
    }
}
