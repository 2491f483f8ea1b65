package org.doclock.guard.broken;

import jakarta.enterprise.context.ApplicationScoped;
import org.doclock.guard.DocumentId;
import org.doclock.guard.RequiresDocumentLock;

/** Has nothing in the database that a stale editor could meet. It starts, and is told so. */
@ApplicationScoped
public class Fenceless {

    @RequiresDocumentLock
    public void save(@DocumentId(prefix = "letter-") long id) {}
}
