package org.doclock.guard;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A document whose names in the database are those that JPA makes by default. */
@Entity
@FencedDocument(prefix = "binder-")
class Binder {

    @Id private String name;

    @Column(
            nullable = false,
            insertable = false,
            updatable = false,
            columnDefinition = "BIGINT DEFAULT 0 NOT NULL")
    private long fence;

    protected Binder() {}

    Binder(String name) {
        this.name = name;
    }

    long fence() {
        return fence;
    }
}
