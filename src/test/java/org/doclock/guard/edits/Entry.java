package org.doclock.guard.edits;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;

/**
 * One line of a sheet's history, written by the transaction that it tells of while that holds the
 * sheet's row: the ids are in the order of the changes.
 */
@Entity
public class Entry {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "ENTRY_IDS")
    @SequenceGenerator(name = "ENTRY_IDS", allocationSize = 1)
    private long id;

    private String documentId;
    private String saveId;
    private String editor;
    private long token;
    private long fence;
    private long baseVersion;
    private long version;
    private String base;
    private String content;

    protected Entry() {}

    /** A read has no save id, and its base is what it found. */
    Entry(String documentId, String saveId, String editor, long fence, Form form, State result) {
        this.documentId = documentId;
        this.saveId = saveId;
        this.editor = editor;
        this.fence = fence;
        token = result.token();
        baseVersion = form.baseVersion();
        base = form.base().text();
        version = result.version();
        content = result.content().text();
    }

    JsonObject json() {
        return Json.createObjectBuilder()
                .add("saveId", saveId)
                .add("editor", editor)
                .add("token", token)
                .add("fence", fence)
                .add("baseVersion", baseVersion)
                .add("version", version)
                .add("base", base)
                .add("content", content)
                .build();
    }
}
