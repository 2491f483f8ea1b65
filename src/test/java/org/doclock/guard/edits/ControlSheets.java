package org.doclock.guard.edits;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Sheets that are locked, and protected by one statement or by none. */
@Dependent
class ControlSheets implements Editing {

    @Inject private ControlLocks locks;
    @Inject private NewSheets newSheets;
    @Inject private ControlStatements statements;

    private Variant variant = Variant.NO_FENCE;

    ControlSheets of(Variant newVariant) {
        variant = newVariant;
        return this;
    }

    @Override
    public long create() {
        return newSheets.create();
    }

    @Override
    public State look(long id) {
        return statements.read(id, 0);
    }

    @Override
    public State begin(long id) {
        return statements.read(id, locks.acquire(variant.documentId(id)));
    }

    @Override
    public State save(long id, Form form) {
        return statements.write(variant, id, form, locks.check(variant.documentId(id)));
    }

    @Override
    public State finish(long id, Form form) {
        State state = save(id, form);
        locks.release();
        return state;
    }

    @Override
    public void putFenceAhead(long id, long micros) {
        newSheets.putFenceAhead(id, micros);
    }
}
