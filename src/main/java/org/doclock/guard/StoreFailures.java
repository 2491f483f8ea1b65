package org.doclock.guard;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.logging.Logger;
import org.doclock.locking.StoreUnavailableException;

/**
 * What {@link StoreFailure#PROCEED} stands on while Redis is away. Nothing is announced then: a
 * token that nobody can confirm must not raise the fence, or whoever makes one up could shut
 * everybody out.
 */
@ApplicationScoped
class StoreFailures {

    private static final Logger LOG = Logger.getLogger(StoreFailures.class.getName());

    private volatile Runnable counter = () -> {};

    /** Has somebody told of every call that goes on, instead of whoever was before. */
    void count(Runnable whoever) {
        counter = whoever;
    }

    /**
     * @param first whether nothing has been read in this transaction
     * @throws org.doclock.locking.LockNotHeldException if the database has seen a newer grant
     * @throws StoreUnavailableException if the database cannot tell
     */
    void proceed(
            GuardedCall call, String documentId, Optional<DocumentFence> fence, boolean first) {
        StoreUnavailableException unavailable = call.withoutStore().orElseThrow();
        OptionalLong shown = call.claim().token(documentId);
        if (fence.isEmpty() || (shown.isEmpty() && !call.method().mode().acquires())) {
            throw unavailable;
        }
        DocumentFence.Answer answer =
                call.method().mode().acquires()
                        ? fence.get().lockRow(documentId, first)
                        : fence.get().confirm(documentId, shown.getAsLong(), first);
        if (answer == DocumentFence.Answer.NEWER) {
            throw Refusals.lost(documentId);
        }
        if (answer != DocumentFence.Answer.PASSED) {
            throw unavailable;
        }
        counter.run();
        LOG.warning(() -> call.method().name() + " goes on without Redis on " + documentId);
    }
}
