package org.doclock.guard.edits;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A sheet whose fence is an attribute like any other: what the guard refuses to deploy. */
@Entity
@Table(name = "SELF_FENCED_SHEET")
public class SelfFencedSheet {

    @Id @GeneratedValue private long id;

    private long fence;

    private String content;

    protected SelfFencedSheet() {}

    SelfFencedSheet(Content content) {
        this.content = content.text();
    }

    long id() {
        return id;
    }

    long fence() {
        return fence;
    }

    Content content() {
        return Content.of(content);
    }

    void raise(long token) {
        fence = token;
    }

    void change(Content newContent) {
        content = newContent.text();
    }
}
