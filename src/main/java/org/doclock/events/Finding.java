package org.doclock.events;

import java.time.Duration;
import java.util.Optional;
import org.doclock.locking.DocumentLock;

/** What a lock that was read tells, against what was known: nobody published it. */
final class Finding {

    private Finding() {}

    /** Two locks of one document may be the same grant, seen twice. */
    static boolean isSameGrant(DocumentLock one, DocumentLock other) {
        return one.token() == other.token()
                && one.timestamp() == other.timestamp()
                && one.userId().equals(other.userId())
                && one.sessionId().equals(other.sessionId());
    }

    /** Empty if nothing is new about it. */
    static Optional<LockEvent> standing(DocumentLock lock, Optional<DocumentLock> known) {
        boolean same = known.filter(it -> isSameGrant(it, lock)).isPresent();
        if (same
                && known.get().expiresAt() == lock.expiresAt()
                && known.get().ending().equals(lock.ending())) {
            return Optional.empty();
        }
        long at =
                KnownLock.ends(lock)
                        ? lock.expiresAt() - lock.remaining().toMillis()
                        : System.currentTimeMillis();
        return Optional.of(
                LockEvent.found(
                        same ? LockEventType.RENEWED : LockEventType.ACQUIRED,
                        lock.documentId(),
                        at,
                        Optional.of(lock),
                        same ? Optional.empty() : known));
    }

    static LockEvent ended(KnownLock known, long now) {
        DocumentLock lock = known.at(now);
        Duration left = known.left(now);
        if (!KnownLock.ends(lock) || !left.isZero()) {
            long at =
                    KnownLock.ends(lock)
                            ? lock.expiresAt() - left.toMillis()
                            : System.currentTimeMillis();
            return LockEvent.ended(LockEventType.RELEASED, lock, at);
        }
        return LockEvent.ended(
                lock.ending().isPresent() ? LockEventType.BROKEN : LockEventType.EXPIRED,
                lock,
                lock.expiresAt());
    }
}
