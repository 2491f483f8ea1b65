package org.doclock.guard.edits;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.doclock.guard.FencedBy;

/** A row of a sheet. */
@Entity
@Table(name = "SHEET_ROW")
@FencedBy(Sheet.class)
public class SheetRow {

    @Id @GeneratedValue private long id;

    @ManyToOne private Sheet sheet;

    private int position;

    private String text;

    protected SheetRow() {}

    SheetRow(Sheet sheet, int position, String text) {
        this.sheet = sheet;
        this.position = position;
        this.text = text;
    }

    int position() {
        return position;
    }

    String text() {
        return text;
    }

    void change(String newText) {
        text = newText;
    }
}
