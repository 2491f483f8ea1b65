package org.doclock.guard.edits;

import java.util.ArrayList;
import java.util.List;

/** What a sheet says: its title, and a text for each of its rows. */
public record Content(String title, List<String> rows) {

    public static final int ROWS = 3;

    public Content {
        rows = List.copyOf(rows);
    }

    public static Content of(String text) {
        List<String> parts = List.of(text.split("\\|"));
        return new Content(parts.get(0), parts.subList(1, parts.size()));
    }

    public Content withTitle(String newTitle) {
        return new Content(newTitle, rows);
    }

    public Content withRow(int row, String text) {
        List<String> newRows = new ArrayList<>(rows);
        newRows.set(row, text);
        return new Content(title, newRows);
    }

    public String text() {
        return title + "|" + String.join("|", rows);
    }
}
