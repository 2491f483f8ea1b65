package org.doclock.host.guarded;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import org.doclock.guard.DocumentId;
import org.doclock.guard.RequiresDocumentLock;

/** The same by an EJB. */
@Stateless
public class OfferDesk {

    @PersistenceContext private EntityManager entities;

    @RequiresDocumentLock
    public void write(@DocumentId(prefix = "offer-") long id, String text) {
        entities.find(Offer.class, id).setText(text);
    }
}
