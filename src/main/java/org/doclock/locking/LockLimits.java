package org.doclock.locking;

import java.time.Duration;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How long the texts of a lock may be, in characters as Java and JavaScript count them (UTF-16
 * units), and what they may hold.
 */
public final class LockLimits {

    public static final int DOCUMENT_ID_MAX = 256;
    public static final int USER_ID_MAX = 128;
    public static final int USERNAME_MAX = 128;
    public static final int SESSION_ID_MAX = 64;
    public static final int REASON_MAX = 500;

    /** The longest message of a request to edit; it may have several lines. */
    public static final int MESSAGE_MAX = 500;

    /** The most users who may ask for one document at a time. */
    public static final int REQUESTS_MAX = 20;

    /** The most documents that are acquired together. */
    public static final int DOCUMENTS_AT_ONCE_MAX = 100;

    /** The longest time to wait for a lock, seconds. */
    public static final int WAIT_SECONDS_MAX = 60;

    /** The most who may wait for one document at a time. */
    public static final int WAITING_MAX = 100;

    /** The most locks that one user may wait for at a time, on one server. */
    public static final int WAITS_OF_A_USER_MAX = 20;

    /** The longest time that a released lock may linger for a page that only reloads, seconds. */
    public static final int GRACE_SECONDS_MAX = 5;

    /** The longest notice of an administrator that a lock ends, seconds. */
    public static final int NOTICE_SECONDS_MAX = 60;

    /** The largest fencing token, 2^53 - 1: Lua, JavaScript and JSON keep it exactly. */
    public static final long TOKEN_MAX = (1L << 53) - 1;

    private LockLimits() {}

    /** A document's id may hold any character, control characters included. */
    static String documentId(String id) {
        return text("document id", id, DOCUMENT_ID_MAX);
    }

    /** Sorted and each once, so that every caller takes them in the same order. */
    static SortedSet<String> documentIds(Collection<String> ids) {
        return ids.stream()
                .map(LockLimits::documentId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * An id or name of a person or session: shown to people and logged, so no control characters.
     */
    static String name(String what, String name, int maxLength) {
        text(what, name, maxLength);
        refuseControlCharacters(what, name);
        return name;
    }

    static void message(String message) {
        text("message", message, MESSAGE_MAX);
        refuseControlCharacters("message", message.replace("\n", ""));
    }

    private static void refuseControlCharacters(String what, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                throw new InvalidLockRequestException(
                        "The " + what + " must not contain control characters");
            }
        }
    }

    /** How long somebody may wait. */
    public static void wait(Duration wait) {
        if (wait.isNegative() || wait.compareTo(Duration.ofSeconds(WAIT_SECONDS_MAX)) > 0) {
            throw new InvalidLockRequestException(
                    "The wait must be from 0 to " + WAIT_SECONDS_MAX + " s");
        }
    }

    static void token(long token) {
        if (token < 0 || token > TOKEN_MAX) {
            throw new InvalidLockRequestException(
                    "A token must be a whole number from 0 to " + TOKEN_MAX);
        }
    }

    /** How many documents one call may name. */
    static void atOnce(int documents) {
        if (documents < 1 || documents > DOCUMENTS_AT_ONCE_MAX) {
            throw new InvalidLockRequestException(
                    "Name 1 to " + DOCUMENTS_AT_ONCE_MAX + " documents");
        }
    }

    private static String text(String what, String text, int maxLength) {
        if (text == null || text.isBlank()) {
            throw new InvalidLockRequestException("The " + what + " must not be empty");
        }
        if (text.length() > maxLength) {
            throw new InvalidLockRequestException(
                    "The " + what + " must not be longer than " + maxLength + " characters");
        }
        if (hasLoneSurrogate(text)) {
            throw new InvalidLockRequestException(
                    "The " + what + " must be Unicode text without lone surrogates");
        }
        return text;
    }

    /** Half of a pair cannot be written as UTF-8: two such ids would share one key. */
    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
