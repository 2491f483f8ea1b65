package org.doclock.guard.notes;

import jakarta.annotation.Resource;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import org.doclock.guard.LockContext;
import org.doclock.guard.LockMode;
import org.doclock.guard.RequiresDocumentLock;

/** An EJB that begins and ends its transactions itself. */
@Stateless
@LocalBean
@TransactionManagement(TransactionManagementType.BEAN)
public class BeanManagedWriter implements Writer {

    @Inject private Desk desk;
    @Inject private LockContext locks;
    @Resource private UserTransaction transaction;

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

    private void act(String documentId, Step step) throws Exception {
        transaction.begin();
        boolean done = false;
        try {
            locks.joinTransaction();
            desk.write(documentId, step);
            Desk.end(step);
            done = step.ending() == Step.Ending.SUCCESS;
        } finally {
            if (done) {
                transaction.commit();
            } else {
                transaction.rollback();
            }
        }
    }
}
