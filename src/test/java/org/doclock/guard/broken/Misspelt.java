package org.doclock.guard.broken;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.PersistenceContext;
import org.doclock.guard.DocumentId;
import org.doclock.guard.Fenced;
import org.doclock.guard.FencedDocument;
import org.doclock.guard.RequiresDocumentLock;

/** Guards documents of one prefix, and has a fence for another. */
@ApplicationScoped
public class Misspelt {

    @Produces
    @Fenced
    @PersistenceContext(unitName = "broken")
    private EntityManager entityManager;

    @RequiresDocumentLock
    public void save(@DocumentId(prefix = "parcel-") long id) {}

    /** The fence that nothing raises. */
    @Entity
    @FencedDocument(prefix = "parcels-")
    public static class Parcel {

        @Id private long id;

        @Column(insertable = false, updatable = false)
        private long fence;
    }
}
