package org.doclock.guard.notes;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import org.doclock.guard.FencedDocument;

/** A document with a fence. */
@Entity
@FencedDocument(prefix = "note-")
public class Note extends Text {

    @Id private long id;

    @Version private long version;

    @Column(
            nullable = false,
            insertable = false,
            updatable = false,
            columnDefinition = "BIGINT DEFAULT 0 NOT NULL")
    private long fence;

    long fence() {
        return fence;
    }
}
