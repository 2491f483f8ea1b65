package org.doclock.guard.edits;

import jakarta.json.Json;
import jakarta.json.JsonObject;

/**
 * What an editor gets: a sheet, and the token that it was read or saved under.
 *
 * @param token 0 if it was read without a grant
 */
public record State(long token, long version, Content content) {

    public static State of(JsonObject json) {
        return new State(
                json.getJsonNumber("token").longValueExact(),
                json.getJsonNumber("version").longValueExact(),
                Content.of(json.getString("content")));
    }

    JsonObject json() {
        return Json.createObjectBuilder()
                .add("token", token)
                .add("version", version)
                .add("content", content.text())
                .build();
    }
}
