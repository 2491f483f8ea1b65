package org.doclock.guard.broken;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.PersistenceContext;
import org.doclock.guard.Fenced;
import org.doclock.guard.FencedDocument;

/** Two kinds of documents that nobody can tell apart. */
@ApplicationScoped
public class Twice {

    @Produces
    @Fenced
    @PersistenceContext(unitName = "broken")
    private EntityManager entityManager;

    /** One of them. */
    @Entity
    @FencedDocument(prefix = "letter-")
    public static class Letter {

        @Id private long id;

        @Column(insertable = false, updatable = false)
        private long fence;
    }

    /** The other. */
    @Entity
    @FencedDocument(prefix = "letter-")
    public static class Postcard {

        @Id private long id;

        @Column(insertable = false, updatable = false)
        private long fence;
    }
}
