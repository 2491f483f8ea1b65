package org.doclock.guard.notes;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.doclock.guard.LockContext;
import org.doclock.locking.LockingService;

/** An EJB that is not guarded itself, and does something before it calls one that is. */
@Stateless
public class OuterEjb {

    @Inject private Desk desk;
    @Inject private EjbWriter writer;
    @Inject private SpecialNotes notes;
    @Inject private LockContext locks;
    @Inject private LockingService locking;
    @Resource private SessionContext context;

    public void writeAndThenHold(String written, String held) throws Exception {
        Step step = new Step("new", Step.Ending.SUCCESS, false);
        desk.write(written, step);
        writer.hold(held, step);
    }

    /** Whether a lock lasts as long as this transaction, although the guard was in another too. */
    public boolean isLockedAfterJoiningAnother(String documentId) throws Exception {
        OuterEjb self = context.getBusinessObject(OuterEjb.class);
        notes.run(documentId, self::joinAnother);
        return locking.isLocked(documentId);
    }

    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public String joinAnother() {
        locks.joinTransaction();
        return "";
    }

    /** What the guarded method reads must not be what this one has read before. */
    public String readAndThenReadGuarded(String documentId, Runnable meanwhile) {
        desk.read(documentId);
        meanwhile.run();
        return notes.read(documentId);
    }
}
