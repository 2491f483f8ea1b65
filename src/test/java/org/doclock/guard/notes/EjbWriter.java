package org.doclock.guard.notes;

import jakarta.annotation.Resource;
import jakarta.ejb.LocalBean;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import org.doclock.guard.LockMode;
import org.doclock.guard.RequiresDocumentLock;

/** An EJB whose container begins and ends the transaction around the whole guard. */
@Stateless
@LocalBean
public class EjbWriter implements Writer {

    @Inject private Desk desk;
    @Resource private SessionContext context;

    @Override
    @RequiresDocumentLock(LockMode.HOLD)
    public void hold(String documentId, Step step) throws Exception {
        act(documentId, step);
    }

    @Override
    @RequiresDocumentLock(LockMode.BEGIN)
    public void begin(String documentId, Step step) throws Exception {
        act(documentId, step);
    }

    @Override
    @RequiresDocumentLock(LockMode.FINISH)
    public void finish(String documentId, Step step) throws Exception {
        act(documentId, step);
    }

    @Override
    @RequiresDocumentLock(LockMode.SCOPED)
    public void scoped(String documentId, Step step) throws Exception {
        act(documentId, step);
    }

    private void act(String documentId, Step step) {
        desk.write(documentId, step);
        if (step.ending() == Step.Ending.ROLLBACK) {
            context.setRollbackOnly();
        }
        Desk.end(step);
    }
}
