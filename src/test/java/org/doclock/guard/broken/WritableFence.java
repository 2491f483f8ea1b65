package org.doclock.guard.broken;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.PersistenceContext;
import org.doclock.guard.Fenced;
import org.doclock.guard.FencedDocument;

/** Has a fence that an entity could bring back to an older value. */
@Entity
@FencedDocument(prefix = "letter-")
public class WritableFence {

    @Id private long id;

    private long fence;

    /** What makes the entity known to the guard. */
    @ApplicationScoped
    public static class Store {
        @Produces
        @Fenced
        @PersistenceContext(unitName = "broken")
        private EntityManager entityManager;
    }
}
