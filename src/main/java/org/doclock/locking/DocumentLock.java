package org.doclock.locking;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A lock as Redis had it when it was asked. All times are Redis's: {@code remaining} is the only
 * thing to plan by, since the clock of this machine may differ from the one that {@code expiresAt}
 * was read from. Two readings of one lock differ in {@code remaining} and are then not equal;
 * compare {@code documentId} and {@code token} to recognise a grant.
 *
 * @param documentId the document
 * @param userId who holds it; {@link #UNREADABLE_HOLDER} if the key holds something that no lock is
 * @param username the holder's name to show, if one was given
 * @param sessionId the holder's editing session, if one was given
 * @param timestamp when the grant began, epoch milliseconds; 0 if another program did not say
 * @param expiresAt when it ends, epoch milliseconds; {@link #NEVER} for another program's lock
 *     without an end
 * @param remaining how long that was away when Redis was asked
 * @param token the fencing token of the grant; 0 for a lock of another program
 * @param by the service that made the grant for the holder, if one did
 * @param ending the notice that an administrator gave, if one did
 */
public record DocumentLock(
        String documentId,
        String userId,
        Optional<String> username,
        Optional<String> sessionId,
        long timestamp,
        long expiresAt,
        Duration remaining,
        long token,
        Optional<String> by,
        Optional<LockEnding> ending) {

    /** The {@code expiresAt} of a lock without an end, which only other programs write. */
    public static final long NEVER = Long.MAX_VALUE;

    /**
     * Stands for the holder where the key of a lock holds something unreadable. Such a document is
     * nobody's to take until an administrator releases it by force. No user can have this id.
     */
    public static final String UNREADABLE_HOLDER = "(unreadable)";

    public DocumentLock {
        Objects.requireNonNull(documentId, "documentId");
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(remaining, "remaining");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(ending, "ending");
    }

    /** The same lock, seen at another moment. */
    public DocumentLock withRemaining(Duration left) {
        return new DocumentLock(
                documentId,
                userId,
                username,
                sessionId,
                timestamp,
                expiresAt,
                left,
                token,
                by,
                ending);
    }

    /** Whether the holder is this owner, user and session exactly equal. */
    public boolean isHeldBy(LockOwner owner) {
        return userId.equals(owner.userId()) && sessionId.equals(owner.sessionId());
    }

    /** How to name the holder to people: the user's name, else the user's id. */
    public String holderName() {
        return isReadable() ? username.orElse(userId) : "another program";
    }

    /** Whether the key holds a lock at all, rather than something that only stands in its place. */
    public boolean isReadable() {
        return !userId.equals(UNREADABLE_HOLDER);
    }
}
