package org.doclock.admin;

import java.time.Duration;
import java.util.Locale;
import org.doclock.locking.DocumentLock;

/**
 * A line of the table of locks.
 *
 * @param length how long the grant was to last when it was made or last renewed, as far as this
 *     server heard of that
 * @param document its id as a search compares it, in small letters
 * @param user the user's id in small letters
 * @param name the user's name in small letters; an empty text if there is none
 */
public record LockRow(
        DocumentLock lock, Duration length, String document, String user, String name) {

    /** A client renews at a third of the time, so half of it is late. */
    private static final int LATE = 2;

    private static final Duration USUAL_LENGTH = Duration.ofMinutes(5);

    /** Where nobody heard of its beginning and renewals. */
    static Duration likelyLength(DocumentLock lock) {
        long whole = lock.expiresAt() - lock.timestamp();
        return whole > 0 && whole < USUAL_LENGTH.toMillis()
                ? Duration.ofMillis(whole)
                : USUAL_LENGTH;
    }

    static LockRow of(DocumentLock lock, Duration length) {
        return new LockRow(
                lock,
                length,
                lock.documentId().toLowerCase(Locale.ROOT),
                lock.userId().toLowerCase(Locale.ROOT),
                lock.username().orElse("").toLowerCase(Locale.ROOT));
    }

    /**
     * @param text in small letters
     */
    boolean contains(String text) {
        return document.contains(text) || user.contains(text) || name.contains(text);
    }

    public String getKey() {
        return GrantKey.of(lock).text();
    }

    /** The name to show, else the user's id. */
    public String getHolder() {
        return lock.username().orElse(lock.userId());
    }

    /** Whether there is a name beside the id. */
    public boolean isNamed() {
        return lock.username().filter(it -> !it.equals(lock.userId())).isPresent();
    }

    public boolean isEnding() {
        return lock.ending().isPresent();
    }

    public boolean isWithoutEnd() {
        return lock.expiresAt() == DocumentLock.NEVER;
    }

    /** Whether the lock is another program's, which has no token. */
    public boolean isForeign() {
        return lock.token() == 0;
    }

    /**
     * From when on the lock counts as idle unless it is renewed, epoch milliseconds by Redis's
     * clock.
     */
    public long getIdleFrom() {
        return isWithoutEnd() ? lock.timestamp() : lock.expiresAt() - length.toMillis() / LATE;
    }
}
