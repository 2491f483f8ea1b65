package org.doclock.guard.broken;

import jakarta.enterprise.context.ApplicationScoped;
import org.doclock.guard.DocumentId;
import org.doclock.guard.RequiresDocumentLock;

/** A mistake that would let a method run unguarded. */
public class DroppedGuard {

    @RequiresDocumentLock
    public void save(@DocumentId String documentId) {}

    /** A bean that lost the guard on the way. */
    @ApplicationScoped
    public static class Bean extends DroppedGuard {
        @Override
        public void save(String documentId) {}
    }
}
