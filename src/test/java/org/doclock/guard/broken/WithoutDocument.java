package org.doclock.guard.broken;

import jakarta.ejb.Stateless;
import org.doclock.guard.RequiresDocumentLock;

/** An EJB whose document nobody can tell. */
@Stateless
public class WithoutDocument {

    @RequiresDocumentLock
    public void save(String documentId) {}
}
