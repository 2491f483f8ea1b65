package org.doclock.guard.notes;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.doclock.guard.DocumentId;
import org.doclock.guard.LockMode;
import org.doclock.guard.RequiresDocumentLock;

/** A JAX-RS resource whose own methods are guarded. */
@Path("jaxrs/{documentId}")
@RequestScoped
@Transactional
public class WriterResource {

    @Inject private Desk desk;
    @Resource private TransactionSynchronizationRegistry transaction;

    @QueryParam("text")
    private String text;

    @QueryParam("ending")
    private Step.Ending ending;

    @QueryParam("expires")
    private boolean expires;

    @POST
    @Path("hold")
    @RequiresDocumentLock(LockMode.HOLD)
    public void hold(@DocumentId @PathParam("documentId") String documentId) {
        act(documentId);
    }

    @POST
    @Path("begin")
    @RequiresDocumentLock(LockMode.BEGIN)
    public void begin(@DocumentId @PathParam("documentId") String documentId) {
        act(documentId);
    }

    @POST
    @Path("finish")
    @RequiresDocumentLock(LockMode.FINISH)
    public void finish(@DocumentId @PathParam("documentId") String documentId) {
        act(documentId);
    }

    @POST
    @Path("scoped")
    @RequiresDocumentLock(LockMode.SCOPED)
    public void scoped(@DocumentId @PathParam("documentId") String documentId) {
        act(documentId);
    }

    /** Reads its form itself, and after the guard. */
    @POST
    @Path("form")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RequiresDocumentLock(LockMode.SCOPED)
    public String form(@DocumentId @PathParam("documentId") String documentId, InputStream body)
            throws IOException {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    private void act(String documentId) {
        Step step = new Step(text, ending, expires);
        desk.write(documentId, step);
        if (ending == Step.Ending.ROLLBACK) {
            transaction.setRollbackOnly();
        }
        Desk.end(step);
    }
}
