package org.doclock.guard.edits;

import jakarta.json.JsonObject;

/**
 * What an editor sends: the whole content, as forms do.
 *
 * @param saveId names this save
 * @param baseVersion the version that the editor has read
 * @param base the content that the editor has read
 * @param content what it shall become
 */
public record Form(String saveId, long baseVersion, Content base, Content content) {

    static Form of(JsonObject json) {
        return new Form(
                json.getString("saveId"),
                json.getJsonNumber("baseVersion").longValueExact(),
                Content.of(json.getString("base")),
                Content.of(json.getString("content")));
    }

    boolean changesRowsOnly() {
        return base.title().equals(content.title());
    }
}
