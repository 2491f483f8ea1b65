package org.doclock.host.guarded;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import org.doclock.guard.Fenced;

/** Where the guard finds the fences. */
@ApplicationScoped
public class OfferStore {

    @Produces @Fenced @PersistenceContext private EntityManager entities;
}
