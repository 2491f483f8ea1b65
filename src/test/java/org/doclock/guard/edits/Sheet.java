package org.doclock.guard.edits;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;
import org.doclock.guard.FencedDocument;

/** A document with rows: the entity of every variant but the one whose entity writes its fence. */
@Entity
@FencedDocument(prefix = "sheet-")
public class Sheet {

    @Id @GeneratedValue private long id;

    @Version private long version;

    @Column(
            nullable = false,
            insertable = false,
            updatable = false,
            columnDefinition = "BIGINT DEFAULT 0 NOT NULL")
    private long fence;

    private String title;

    @OneToMany(mappedBy = "sheet", cascade = CascadeType.ALL)
    @OrderBy("position")
    private List<SheetRow> rows = new ArrayList<>();

    protected Sheet() {}

    Sheet(Content content) {
        title = content.title();
        for (String text : content.rows()) {
            rows.add(new SheetRow(this, rows.size(), text));
        }
    }

    long id() {
        return id;
    }

    long version() {
        return version;
    }

    Content content() {
        return new Content(title, rows.stream().map(SheetRow::text).toList());
    }

    void change(Content content) {
        title = content.title();
        rows.forEach(row -> row.change(content.rows().get(row.position())));
    }
}
