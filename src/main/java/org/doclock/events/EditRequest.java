package org.doclock.events;

import jakarta.json.JsonObject;
import java.util.Optional;

/**
 * Somebody's wish to edit what another holds.
 *
 * @param userId who asks
 * @param sessionId in which editing session, if in one
 * @param username the asker's name to show
 * @param message what the asker says
 * @param at when, epoch milliseconds by Redis's clock
 * @param ended why it is no longer there: {@code WITHDRAWN} or {@code ANSWERED}; empty while it is
 */
public record EditRequest(
        String userId,
        Optional<String> sessionId,
        Optional<String> username,
        Optional<String> message,
        long at,
        Optional<String> ended) {

    static EditRequest of(JsonObject json) {
        return new EditRequest(
                json.getString("userId"),
                text(json, "sessionId"),
                text(json, "username"),
                text(json, "message"),
                json.getJsonNumber("at").longValueExact(),
                text(json, "ended"));
    }

    private static Optional<String> text(JsonObject json, String name) {
        return Optional.ofNullable(json.getString(name, null));
    }
}
