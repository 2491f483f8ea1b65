package org.doclock.locking;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How to acquire a lock. Start from {@link #defaults()} and add what differs.
 *
 * @param ttl how long the grant lasts unless renewed; empty for {@code doclock.ttl.default}
 * @param takeOver take the lock from another session of the same user
 * @param newGrant begin a new grant with a new token even if this very session holds the lock: for
 *     a page that was loaded again, so that the release which its former life sent ends nothing
 * @param atLeast the token has to be above this, 0 for no demand: for a database that has seen a
 *     newer fence than Redis remembers
 * @param resumeToken the token of this owner's last grant: it is resumed if nobody was granted
 *     since
 * @param exactSession user and session have to be equal, or the lock is refused: it is neither
 *     renewed for a caller without a session, nor adopted by one in a session, be it DocLock's or
 *     another program's
 * @param attempt names this attempt, 1 to 64 letters, digits, {@code -} or {@code _}: asked again
 *     with the same name, the service reports what the first attempt did. Each call has a name of
 *     its own if none is given
 */
public record AcquireOptions(
        Optional<Duration> ttl,
        boolean takeOver,
        boolean newGrant,
        long atLeast,
        OptionalLong resumeToken,
        boolean exactSession,
        Optional<String> attempt) {

    /**
     * @throws InvalidLockRequestException if a token is out of range or the attempt malformed
     */
    public AcquireOptions {
        Objects.requireNonNull(ttl, "ttl");
        Objects.requireNonNull(resumeToken, "resumeToken");
        LockLimits.token(atLeast);
        resumeToken.ifPresent(LockLimits::token);
        if (!attempt.orElse("-").matches("[A-Za-z0-9_-]{1,64}")) {
            throw new InvalidLockRequestException(
                    "An attempt's name must be 1 to 64 letters, digits, '-' or '_'");
        }
    }

    public static AcquireOptions defaults() {
        return new AcquireOptions(
                Optional.empty(), false, false, 0, OptionalLong.empty(), false, Optional.empty());
    }

    public AcquireOptions ttl(Duration ttl) {
        return new AcquireOptions(
                Optional.of(ttl), takeOver, newGrant, atLeast, resumeToken, exactSession, attempt);
    }

    public AcquireOptions takingOver() {
        return new AcquireOptions(ttl, true, newGrant, atLeast, resumeToken, exactSession, attempt);
    }

    public AcquireOptions asNewGrant() {
        return new AcquireOptions(ttl, takeOver, true, atLeast, resumeToken, exactSession, attempt);
    }

    public AcquireOptions above(long token) {
        return new AcquireOptions(
                ttl, takeOver, newGrant, token, resumeToken, exactSession, attempt);
    }

    public AcquireOptions resuming(long token) {
        return new AcquireOptions(
                ttl, takeOver, newGrant, atLeast, OptionalLong.of(token), exactSession, attempt);
    }

    public AcquireOptions inExactSession() {
        return new AcquireOptions(ttl, takeOver, newGrant, atLeast, resumeToken, true, attempt);
    }

    public AcquireOptions attempt(String name) {
        return new AcquireOptions(
                ttl, takeOver, newGrant, atLeast, resumeToken, exactSession, Optional.of(name));
    }
}
