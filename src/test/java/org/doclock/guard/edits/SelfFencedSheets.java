package org.doclock.guard.edits;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.function.BiFunction;
import org.doclock.locking.LockNotHeldException;

/** Sheets that announce and compare tokens by an attribute of their entity. */
@ApplicationScoped
class SelfFencedSheets implements Editing {

    @Inject private ControlLocks locks;
    @Inject private Transactions transactions;

    @Override
    public long create() {
        return transactions.create();
    }

    @Override
    public State look(long id) {
        return transactions.look(id);
    }

    @Override
    public State begin(long id) {
        return transactions.read(id, locks.acquire(Variant.ENTITY_FENCE.documentId(id)));
    }

    @Override
    public State save(long id, Form form) {
        return transactions.write(id, form, locks.check(Variant.ENTITY_FENCE.documentId(id)));
    }

    @Override
    public State finish(long id, Form form) {
        State state = save(id, form);
        locks.release();
        return state;
    }

    @Override
    public void putFenceAhead(long id, long micros) {
        throw new UnsupportedOperationException();
    }

    /** What happens in the database. */
    @ApplicationScoped
    @Transactional
    static class Transactions {

        @PersistenceContext private EntityManager entityManager;
        @Inject private History history;
        @Inject private Pauses pauses;

        long create() {
            SelfFencedSheet sheet = new SelfFencedSheet(NewSheets.blank());
            entityManager.persist(sheet);
            entityManager.flush();
            return sheet.id();
        }

        State look(long id) {
            return state(entityManager.find(SelfFencedSheet.class, id), 0);
        }

        State read(long id, long token) {
            return change(
                    id,
                    token,
                    (sheet, state) -> {
                        history.read(Variant.ENTITY_FENCE.documentId(id), sheet.fence(), state);
                        return state;
                    });
        }

        State write(long id, Form form, long token) {
            return change(
                    id,
                    token,
                    (sheet, read) -> {
                        sheet.change(form.content());
                        entityManager.flush();
                        State state = state(sheet, token);
                        history.saved(Variant.ENTITY_FENCE.documentId(id), fence(id), form, state);
                        return state;
                    });
        }

        private State change(long id, long token, BiFunction<SelfFencedSheet, State, State> work) {
            SelfFencedSheet sheet = entityManager.find(SelfFencedSheet.class, id);
            if (sheet.fence() > token) {
                throw new LockNotHeldException("own-" + id, "A newer fence was seen");
            }
            sheet.raise(token);
            pauses.at(Pauses.Place.IN_TRANSACTION);
            entityManager.flush();
            return work.apply(sheet, state(sheet, token));
        }

        private long fence(long id) {
            return ((Number)
                            entityManager
                                    .createNativeQuery(
                                            "SELECT FENCE FROM SELF_FENCED_SHEET WHERE ID = ?1")
                                    .setParameter(1, id)
                                    .getSingleResult())
                    .longValue();
        }

        private static State state(SelfFencedSheet sheet, long token) {
            return new State(token, 0, sheet.content());
        }
    }
}
