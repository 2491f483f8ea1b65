package org.doclock.guard.notes;

import jakarta.inject.Inject;
import org.doclock.guard.DocumentId;
import org.doclock.guard.LockMode;
import org.doclock.guard.RequiresDocumentLock;

/**
 * The superclass of a bean, with a guarded method of its own and one that is overridden. Not
 * public, so that callers reach it through the bridge methods of the bean.
 */
abstract class GuardedParent {

    @Inject Desk desk;

    @RequiresDocumentLock(LockMode.BEGIN)
    public void inherited(@DocumentId String documentId, String text) {
        write(documentId, text);
    }

    @RequiresDocumentLock(LockMode.HOLD)
    public void overridden(@DocumentId String documentId, String text) {
        throw new IllegalStateException("Overridden");
    }

    abstract void write(String documentId, String text);
}
