package org.doclock.guard;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;

/** A row that belongs to a folder. */
@Entity
@FencedBy(Folder.class)
class Leaf {

    @Id private Long id;

    @ManyToOne private Folder folder;

    private String text;

    protected Leaf() {}

    Leaf(long id, Folder folder, String text) {
        this.id = id;
        this.folder = folder;
        this.text = text;
    }

    String text() {
        return text;
    }
}
