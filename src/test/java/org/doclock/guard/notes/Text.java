package org.doclock.guard.notes;

import jakarta.persistence.MappedSuperclass;

/** What both kinds of documents have. */
@MappedSuperclass
public abstract class Text {

    private String text;

    String text() {
        return text;
    }

    void write(String newText) {
        text = newText;
    }
}
