package org.doclock.guard.notes;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import org.doclock.guard.DocumentId;
import org.doclock.guard.LockMode;
import org.doclock.guard.RequiresDocumentLock;
import org.doclock.locking.LockingService;

/** A view of an EJB that leaves open what names its documents. */
public interface Shelf<T> {

    boolean isLocked(@DocumentId T documentId);

    /** The EJB, which callers reach through its bridge method. */
    @Stateless
    @Local(Shelf.class)
    class OfTexts implements Shelf<String> {

        @Inject private LockingService locks;

        @Override
        @RequiresDocumentLock(LockMode.SCOPED)
        public boolean isLocked(String documentId) {
            return locks.isLocked(documentId);
        }
    }
}
