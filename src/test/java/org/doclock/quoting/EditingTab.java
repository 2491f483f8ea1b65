package org.doclock.quoting;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import java.io.Serializable;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.doclock.guard.LockClaim;
import org.doclock.guard.LockContext;
import org.doclock.locking.AcquireOptions;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockingService;

/**
 * A view of a quote as an editing session of its own: the same user in a second tab is refused like
 * anybody else. It says to the guard who calls, and shows the token of the grant, which a page gets
 * no headers for.
 */
@Dependent
public class EditingTab implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject private QuoteService quotes;
    @Inject private LockingService locks;
    @Inject private LockContext lockContext;
    @Inject private SecurityContext security;

    private final String sessionId = UUID.randomUUID().toString();
    private long token;

    QuoteContent begin(long id) {
        Editing editing = call(LockClaim.of(owner()), () -> quotes.startEditing(id));
        token = editing.token();
        return editing.quote();
    }

    /** Begins, if need be with a lock that another tab of the same user holds. */
    QuoteContent takeOver(long id) {
        locks.acquireLock(document(id), owner(), AcquireOptions.defaults().takingOver());
        return begin(id);
    }

    void save(long id, QuoteForm form) {
        call(LockClaim.of(owner()).with(document(id), token), () -> quotes.save(id, form));
    }

    void approve(long id, long version) {
        call(LockClaim.of(owner()), () -> quotes.approve(id, version));
    }

    /** Ends this grant and no other, so that it harms nobody if it has ended before. */
    void giveBack(long id) {
        locks.releaseLock(document(id), owner(), OptionalLong.of(token), Duration.ZERO);
    }

    /** A name, "You" for another tab of the same user, or an empty text. */
    String whoElseEdits(long id) {
        return locks.getLockInfo(document(id))
                .filter(lock -> !lock.isHeldBy(owner()))
                .map(this::nameOf)
                .orElse("");
    }

    private String nameOf(DocumentLock lock) {
        return lock.userId().equals(owner().userId()) ? "You" : lock.holderName();
    }

    private LockOwner owner() {
        return LockOwner.of(security.getCallerPrincipal().getName()).inSession(sessionId);
    }

    private static String document(long id) {
        return Quote.PREFIX + id;
    }

    private <T> T call(LockClaim claim, Callable<T> work) {
        try {
            return lockContext.call(claim, work);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
