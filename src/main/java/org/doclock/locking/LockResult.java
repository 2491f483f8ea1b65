package org.doclock.locking;

import java.util.Objects;
import java.util.Optional;

/**
 * The answer to a lock operation. Being refused is an answer, not an exception.
 *
 * @param outcome what became of it
 * @param success whether the caller has what was asked for; {@link LockOutcome#NOT_HELD} is success
 *     for a release (leaving twice is no error) and failure for everything else
 * @param lockInfo the lock as it stands after a grant or a refusal; after a release, the lock that
 *     was released; empty if the document was free
 */
public record LockResult(LockOutcome outcome, boolean success, Optional<DocumentLock> lockInfo) {

    public LockResult {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(lockInfo, "lockInfo");
    }

    /** There was nothing to end, which is no error. */
    static LockResult nothingToEnd() {
        return new LockResult(LockOutcome.NOT_HELD, true, Optional.empty());
    }

    /** Who stands in the way, by name or else by user id; empty if nobody does. */
    public Optional<String> lockedBy() {
        boolean inTheWay = outcome == LockOutcome.LOCKED || outcome == LockOutcome.NOT_HELD;
        return success || !inTheWay ? Optional.empty() : lockInfo.map(DocumentLock::holderName);
    }
}
