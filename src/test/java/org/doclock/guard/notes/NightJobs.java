package org.doclock.guard.notes;

import jakarta.annotation.Resource;
import jakarta.ejb.AsyncResult;
import jakarta.ejb.Asynchronous;
import jakarta.ejb.Stateless;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.inject.Inject;
import java.util.concurrent.Future;
import org.doclock.guard.DocumentId;
import org.doclock.guard.LockClaim;
import org.doclock.guard.LockContext;
import org.doclock.guard.LockMode;
import org.doclock.guard.RequiresDocumentLock;
import org.doclock.locking.LockOwner;

/** Work that nobody calls in a request. */
@Stateless
public class NightJobs {

    @Inject private Desk desk;
    @Inject private LockContext locks;
    @Resource private TimerService timers;

    public void startTimer(String documentId) {
        timers.createSingleActionTimer(0, new TimerConfig(documentId, false));
    }

    @Timeout
    @RequiresDocumentLock(value = LockMode.SCOPED, owner = "night-job")
    void onTimeout(@DocumentId(property = "info") Timer timer) {
        String documentId = (String) timer.getInfo();
        write(documentId, locks.lock().userId());
    }

    @Asynchronous
    @RequiresDocumentLock(LockMode.SCOPED)
    public Future<String> forOwner(@DocumentId String documentId, LockOwner owner) {
        return new AsyncResult<>(write(documentId, locks.lock().userId()));
    }

    @Asynchronous
    public Future<String> forClaim(String documentId, LockClaim claim) throws Exception {
        return new AsyncResult<>(locks.call(claim, () -> held(documentId)));
    }

    @Asynchronous
    @RequiresDocumentLock(LockMode.SCOPED)
    public Future<String> forNobody(@DocumentId String documentId) {
        return new AsyncResult<>(write(documentId, locks.lock().userId()));
    }

    private String held(String documentId) throws Exception {
        desk.guardedWriter().hold(documentId, new Step("claimed", Step.Ending.SUCCESS, false));
        return "claimed";
    }

    private String write(String documentId, String text) {
        desk.write(documentId, new Step(text, Step.Ending.SUCCESS, false));
        return text;
    }
}
