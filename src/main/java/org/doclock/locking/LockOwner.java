package org.doclock.locking;

import java.util.Objects;
import java.util.Optional;

/**
 * Who holds a lock, or wants to: a user together with one of their editing sessions. Two owners are
 * the same if user and session are equal, or both have no session; the name is only for people to
 * read.
 *
 * @param userId the user, 1 to 128 characters, no control characters
 * @param username the name to show to others, 1 to 128 characters
 * @param sessionId one editing session of the user, such as a browser tab, 1 to 64 characters;
 *     callers that send none are simply the user, and are not told apart
 * @param by the service that acts for the user, if one does; no part of who the owner is. It ends
 *     only grants that it made itself, or whose token it shows
 */
public record LockOwner(
        String userId, Optional<String> username, Optional<String> sessionId, Optional<String> by) {

    /**
     * @throws InvalidLockRequestException if a text is empty, too long or not printable
     */
    public LockOwner {
        LockLimits.name("user id", userId, LockLimits.USER_ID_MAX);
        if (userId.equals(DocumentLock.UNREADABLE_HOLDER)) {
            throw new InvalidLockRequestException("This user id is reserved: choose another");
        }
        Objects.requireNonNull(username, "username")
                .ifPresent(name -> LockLimits.name("user name", name, LockLimits.USERNAME_MAX));
        Objects.requireNonNull(sessionId, "sessionId")
                .ifPresent(id -> LockLimits.name("session id", id, LockLimits.SESSION_ID_MAX));
        Objects.requireNonNull(by, "by")
                .ifPresent(id -> LockLimits.name("service's user id", id, LockLimits.USER_ID_MAX));
    }

    /** A user without a name to show and without a session. */
    public static LockOwner of(String userId) {
        return new LockOwner(userId, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public LockOwner named(String username) {
        return new LockOwner(userId, Optional.of(username), sessionId, by);
    }

    public LockOwner inSession(String sessionId) {
        return new LockOwner(userId, username, Optional.of(sessionId), by);
    }

    /** The same owner, for whom the named service acts. */
    public LockOwner actedForBy(String service) {
        return new LockOwner(userId, username, sessionId, Optional.of(service));
    }
}
