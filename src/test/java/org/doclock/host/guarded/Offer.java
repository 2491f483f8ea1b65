package org.doclock.host.guarded;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import org.doclock.guard.FencedDocument;

/** A document of the host. */
@Entity
@FencedDocument(prefix = "offer-")
public class Offer {

    @Id private long id;

    private String text;

    @Version private long version;

    @Column(
            nullable = false,
            insertable = false,
            updatable = false,
            columnDefinition = "BIGINT DEFAULT 0 NOT NULL")
    private long fence;

    protected Offer() {}

    Offer(long id, String text) {
        this.id = id;
        this.text = text;
    }

    void setText(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
