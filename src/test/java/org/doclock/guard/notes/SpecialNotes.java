package org.doclock.guard.notes;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.doclock.guard.DocumentId;
import org.doclock.guard.LockContext;
import org.doclock.guard.LockMode;
import org.doclock.guard.RequiresDocumentLock;
import org.doclock.guard.StoreFailure;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockingService;

/** Guarded methods with something special about each. */
@ApplicationScoped
@Transactional
public class SpecialNotes extends GuardedParent {

    @Inject private LockContext locks;
    @Inject private LockingService locking;
    @Inject private EjbWriter ejb;

    /** What a caller names a document by. */
    public record Page(Chapter chapter) {}

    /** Where the id is. */
    public record Chapter(long id) {}

    @RequiresDocumentLock(LockMode.SCOPED)
    public String byProperty(
            @DocumentId(prefix = "note-", property = "chapter.id") Page page, String text) {
        write("note-" + page.chapter().id(), text);
        return locks.lock().documentId();
    }

    @RequiresDocumentLock(LockMode.SCOPED)
    public int several(
            @DocumentId(prefix = "note-") long one,
            @DocumentId(prefix = "note-") List<Long> others,
            String text) {
        write("note-" + one, text);
        others.forEach(other -> write("note-" + other, text));
        return others.size() + 1;
    }

    @RequiresDocumentLock(LockMode.SCOPED)
    public Set<String> numbers(@DocumentId(prefix = "note-") long... ids) {
        return locking.getLockInfos(
                        Arrays.stream(ids).mapToObj(number -> "note-" + number).toList())
                .keySet();
    }

    @RequiresDocumentLock(value = LockMode.SCOPED, waitFor = "PT10S")
    public void patient(@DocumentId String documentId, String text) {
        write(documentId, text);
    }

    @RequiresDocumentLock(value = LockMode.SCOPED, ttl = "PT42S")
    public long brief(@DocumentId String documentId) {
        return locks.lock().remaining().toMillis();
    }

    @RequiresDocumentLock(LockMode.HOLD)
    public void asWhomever(@DocumentId String documentId, DocumentLock grant, String text) {
        write(documentId, text);
    }

    @RequiresDocumentLock(value = LockMode.FINISH, onStoreFailure = StoreFailure.PROCEED)
    public void saveWithoutRedis(@DocumentId(prefix = "note-") long id, String text) {
        write("note-" + id, text);
    }

    @RequiresDocumentLock(value = LockMode.SCOPED, onStoreFailure = StoreFailure.PROCEED)
    public void changeWithoutRedis(@DocumentId(prefix = "note-") long id, String text) {
        write("note-" + id, text);
    }

    @RequiresDocumentLock(LockMode.SCOPED)
    public CompletionStage<String> stage(
            @DocumentId String documentId, CompletableFuture<String> work) {
        return work;
    }

    @RequiresDocumentLock(LockMode.FINISH)
    public CompletableFuture<String> finishingStage(
            @DocumentId String documentId, CompletableFuture<String> work) {
        return work;
    }

    @RequiresDocumentLock(LockMode.SCOPED)
    public String read(@DocumentId String documentId) {
        return desk.read(documentId);
    }

    @RequiresDocumentLock(LockMode.SCOPED)
    public String run(@DocumentId String documentId, Callable<String> work) throws Exception {
        return work.call();
    }

    @Transactional(Transactional.TxType.NOT_SUPPORTED)
    @RequiresDocumentLock(LockMode.SCOPED)
    public void withoutTransaction(@DocumentId String documentId) {}

    /** A call of another guarded method shows the grant of this one. */
    @RequiresDocumentLock(LockMode.SCOPED)
    public void nested(@DocumentId String documentId, Step step) throws Exception {
        ejb.hold(documentId, step);
    }

    @RequiresDocumentLock(LockMode.SCOPED)
    public String owner(@DocumentId String documentId, LockOwner owner) {
        return locks.claim().owner().userId();
    }

    @Override
    @RequiresDocumentLock(LockMode.SCOPED)
    public void overridden(String documentId, String text) {
        write(documentId, text);
    }

    @Override
    void write(String documentId, String text) {
        desk.write(documentId, new Step(text, Step.Ending.SUCCESS, false));
    }
}
