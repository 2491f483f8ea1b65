package org.doclock.guard.notes;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Inject;
import java.io.Serializable;
import org.doclock.guard.DocumentId;
import org.doclock.guard.LockMode;
import org.doclock.guard.RequiresDocumentLock;
import org.doclock.locking.LockingService;

/** What two beans inherit and each guards in its own way. */
public abstract class Archive {

    @Inject private LockingService locks;

    public boolean isLocked(@DocumentId String documentId) {
        return locks.isLocked(documentId);
    }

    /** Gives its lock back. */
    @ApplicationScoped
    @RequiresDocumentLock(LockMode.SCOPED)
    public static class Reading extends Archive {}

    /** Keeps its lock. */
    @ApplicationScoped
    @RequiresDocumentLock(LockMode.BEGIN)
    public static class Editing extends Archive {}

    /** A bean that is kept with the user's session. */
    @SessionScoped
    @RequiresDocumentLock(LockMode.SCOPED)
    public static class OfSession extends Archive implements Serializable {
        private static final long serialVersionUID = 1L;
    }
}
