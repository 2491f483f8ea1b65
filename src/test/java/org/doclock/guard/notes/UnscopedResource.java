package org.doclock.guard.notes;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.doclock.guard.DocumentId;
import org.doclock.guard.LockMode;
import org.doclock.guard.RequiresDocumentLock;

/** A mistake: without a scope it is no bean, and no extension sees it. */
@Path("unscoped/{documentId}")
public class UnscopedResource {

    @POST
    @RequiresDocumentLock(LockMode.SCOPED)
    public String call(@DocumentId @PathParam("documentId") String documentId) {
        return "unguarded";
    }
}
