package org.doclock.guard.broken;

import jakarta.enterprise.context.ApplicationScoped;
import org.doclock.guard.DocumentId;
import org.doclock.guard.RequiresDocumentLock;
import org.doclock.guard.StoreFailure;

/** Goes on without Redis where the database cannot tell either. */
@ApplicationScoped
public class BlindProceed {

    @RequiresDocumentLock(onStoreFailure = StoreFailure.PROCEED)
    public void save(@DocumentId(prefix = "letter-") long id) {}
}
