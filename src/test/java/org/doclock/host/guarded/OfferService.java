package org.doclock.host.guarded;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.doclock.guard.DocumentId;
import org.doclock.guard.LockContext;
import org.doclock.guard.LockMode;
import org.doclock.guard.RequiresDocumentLock;

/** The host's business methods, guarded. */
@ApplicationScoped
@Transactional
public class OfferService {

    @PersistenceContext private EntityManager entities;
    @Inject private LockContext context;

    /** What an editor reads under the grant. */
    public record Draft(String text, long token) {}

    /** What stands in the database's row. */
    public record Row(String text, long fence) {}

    public void create(long id, String text) {
        entities.persist(new Offer(id, text));
    }

    @RequiresDocumentLock(LockMode.BEGIN)
    public Draft begin(@DocumentId(prefix = "offer-") long id) {
        return new Draft(entities.find(Offer.class, id).text(), context.lock().token());
    }

    @RequiresDocumentLock
    public void write(@DocumentId(prefix = "offer-") long id, String text) {
        entities.find(Offer.class, id).setText(text);
    }

    @RequiresDocumentLock(LockMode.FINISH)
    public void finish(@DocumentId(prefix = "offer-") long id, String text) {
        entities.find(Offer.class, id).setText(text);
    }

    @RequiresDocumentLock(LockMode.SCOPED)
    public String withoutRow(@DocumentId String name) {
        return context.lock().documentId();
    }

    /** As the database has it, whatever is cached. */
    public Row row(long id) {
        Object[] row =
                (Object[])
                        entities.createNativeQuery("SELECT TEXT, FENCE FROM OFFER WHERE ID = ?")
                                .setParameter(1, id)
                                .getSingleResult();
        return new Row((String) row[0], ((Number) row[1]).longValue());
    }
}
