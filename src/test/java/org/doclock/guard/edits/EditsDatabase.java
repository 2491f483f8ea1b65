package org.doclock.guard.edits;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import org.doclock.guard.Fenced;

/** Supplies the guard with the entity manager of the sheets. */
@ApplicationScoped
class EditsDatabase {

    @Produces @Fenced @PersistenceContext private EntityManager entityManager;
}
