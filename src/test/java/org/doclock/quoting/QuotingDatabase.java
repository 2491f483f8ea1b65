package org.doclock.quoting;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import org.doclock.guard.Fenced;

/** Shows DocLock the way to the rows that it fences. */
@Dependent
class QuotingDatabase {

    @Produces
    @Fenced
    @PersistenceContext(unitName = "quoting")
    private EntityManager entityManager;
}
