package org.doclock.bench.web;

import jakarta.enterprise.context.ApplicationScoped;
import org.doclock.guard.DocumentId;
import org.doclock.guard.LockMode;
import org.doclock.guard.RequiresDocumentLock;

/** A guarded method that does nothing. */
@ApplicationScoped
public class GuardedWork {

    @RequiresDocumentLock(LockMode.HOLD)
    public int lengthOf(@DocumentId String id) {
        return id.length();
    }
}
