package org.doclock.guard;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;

/** A document with a fence and rows that belong to it, whose names in the database are its own. */
@Entity
@Table(name = "FOLDERS")
@FencedDocument(prefix = "folder-", fence = "lastToken")
class Folder {

    @Id
    @Column(name = "FOLDER_ID")
    private Long id;

    @Version private long version;

    @Column(
            name = "LAST_TOKEN",
            nullable = false,
            insertable = false,
            updatable = false,
            columnDefinition = "BIGINT DEFAULT 0 NOT NULL")
    private long lastToken;

    private String title;

    @OneToMany(mappedBy = "folder", cascade = CascadeType.ALL)
    private List<Leaf> leaves = new ArrayList<>();

    protected Folder() {}

    Folder(long id, String title) {
        this.id = id;
        this.title = title;
        leaves.add(new Leaf(id, this, title));
    }

    long version() {
        return version;
    }

    long lastToken() {
        return lastToken;
    }

    String title() {
        return title;
    }

    void rename(String newTitle) {
        title = newTitle;
    }

    String firstLeaf() {
        return leaves.get(0).text();
    }
}
