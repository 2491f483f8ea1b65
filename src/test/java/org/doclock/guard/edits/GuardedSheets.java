package org.doclock.guard.edits;

import static org.doclock.guard.LockMode.BEGIN;
import static org.doclock.guard.LockMode.FINISH;
import static org.doclock.guard.LockMode.HOLD;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.doclock.guard.DocumentId;
import org.doclock.guard.LockContext;
import org.doclock.guard.RequiresDocumentLock;

/** Sheets as an application should edit them. */
@ApplicationScoped
@Transactional
class GuardedSheets implements Editing {

    @PersistenceContext private EntityManager entityManager;
    @Inject private LockContext lockContext;
    @Inject private History history;
    @Inject private Pauses pauses;
    @Inject private NewSheets newSheets;

    @Override
    public long create() {
        return newSheets.create();
    }

    @Override
    public State look(long id) {
        Sheet sheet = entityManager.find(Sheet.class, id);
        return new State(0, sheet.version(), sheet.content());
    }

    @Override
    @Pausing
    @RequiresDocumentLock(BEGIN)
    public State begin(@DocumentId(prefix = "sheet-") long id) {
        pauses.at(Pauses.Place.IN_TRANSACTION);
        State state = state(entityManager.find(Sheet.class, id));
        history.read(Variant.GUARDED.documentId(id), newSheets.fence(id), state);
        return state;
    }

    @Override
    @Pausing
    @RequiresDocumentLock(HOLD)
    public State save(@DocumentId(prefix = "sheet-") long id, Form form) {
        return change(id, form);
    }

    @Override
    @Pausing
    @RequiresDocumentLock(FINISH)
    public State finish(@DocumentId(prefix = "sheet-") long id, Form form) {
        return change(id, form);
    }

    @Override
    public void putFenceAhead(long id, long micros) {
        newSheets.putFenceAhead(id, micros);
    }

    private State change(long id, Form form) {
        pauses.at(Pauses.Place.IN_TRANSACTION);
        Sheet sheet = entityManager.find(Sheet.class, id);
        if (sheet.version() != form.baseVersion()) {
            throw new StaleFormException("Version " + sheet.version() + " came in between");
        }
        sheet.change(form.content());
        if (form.changesRowsOnly()) {
            entityManager.lock(sheet, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
        }
        entityManager.flush();
        State state = state(sheet);
        history.saved(Variant.GUARDED.documentId(id), newSheets.fence(id), form, state);
        return state;
    }

    /** What the entities say must be what the rows say. */
    private State state(Sheet sheet) {
        Content inDatabase = newSheets.content(sheet.id());
        if (!inDatabase.equals(sheet.content())) {
            throw new IllegalStateException(
                    "The entity says " + sheet.content() + ", its rows " + inDatabase);
        }
        return new State(lockContext.lock().token(), sheet.version(), sheet.content());
    }
}
