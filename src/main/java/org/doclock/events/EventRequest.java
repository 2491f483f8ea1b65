package org.doclock.events;

import jakarta.json.JsonObject;
import java.util.Optional;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockRequest;

/**
 * A request to edit, as an event tells it.
 *
 * @param ended why it is no longer there: {@code WITHDRAWN} or {@code ANSWERED}; empty while it is
 */
public record EventRequest(LockRequest request, Optional<String> ended) {

    static EventRequest of(String documentId, JsonObject json) {
        return new EventRequest(
                new LockRequest(
                        documentId,
                        new LockOwner(
                                json.getString("userId"),
                                text(json, "username"),
                                text(json, "sessionId"),
                                Optional.empty()),
                        text(json, "message"),
                        json.getJsonNumber("at").longValueExact()),
                text(json, "ended"));
    }

    private static Optional<String> text(JsonObject json, String name) {
        return Optional.ofNullable(json.getString(name, null));
    }
}
