package org.doclock.locking;

import java.util.Optional;

/**
 * A guarded method was not called: somebody else holds its document, or the caller in another
 * session. Nothing was done.
 */
public final class DocumentLockedException extends LockingException {

    private static final long serialVersionUID = 1L;

    private final transient DocumentLock lock;

    /**
     * @param lock the lock that stands in the way
     * @param caller whose way it stands in
     */
    public DocumentLockedException(DocumentLock lock, LockOwner caller) {
        super(Optional.of(lock.documentId()), message(lock, caller), null);
        this.lock = lock;
    }

    private static String message(DocumentLock lock, LockOwner caller) {
        return lock.userId().equals(caller.userId())
                ? "You are editing " + lock.documentId() + " in another session"
                : lock.documentId() + " is locked by " + lock.holderName();
    }

    /** Who stands in the way, by name or else by user id. */
    public Optional<String> lockedBy() {
        return lockInfo().map(DocumentLock::holderName);
    }

    /**
     * The lock that stands in the way; empty only where the exception came from another machine.
     */
    public Optional<DocumentLock> lockInfo() {
        return Optional.ofNullable(lock);
    }
}
