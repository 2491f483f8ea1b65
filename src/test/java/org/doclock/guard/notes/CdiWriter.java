package org.doclock.guard.notes;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import org.doclock.guard.LockMode;
import org.doclock.guard.RequiresDocumentLock;

/** A CDI bean whose transactions are begun between the two halves of the guard. */
@ApplicationScoped
@Transactional
public class CdiWriter implements Writer {

    @Inject private Desk desk;
    @Resource private TransactionSynchronizationRegistry transaction;

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
            transaction.setRollbackOnly();
        }
        Desk.end(step);
    }
}
