package org.doclock.guard.broken;

import jakarta.enterprise.context.ApplicationScoped;
import org.doclock.guard.DocumentId;
import org.doclock.guard.RequiresDocumentLock;

/** Asks for a lock that is longer than any may be. */
@ApplicationScoped
public class TooLong {

    @RequiresDocumentLock(ttl = "P7D")
    public void save(@DocumentId String documentId) {}
}
