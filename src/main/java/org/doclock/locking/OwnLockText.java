package org.doclock.locking;

import java.util.Optional;

/**
 * Reads the text of a lock as {@link LockText} and the scripts write it when there is nothing
 * special about it: fields in their order, no escapes, no notice. That is nearly every lock, and
 * far quicker than to read JSON. Not thread-safe.
 */
final class OwnLockText {

    private static final int LONGEST_NUMBER = 15;

    private final String text;
    private int at;
    private boolean own = true;

    private OwnLockText(String text) {
        this.text = text;
    }

    /** Empty for every other text; whether that is a lock, and whose, is not said then. */
    static Optional<DocumentLock> read(String documentId, String text, long expiresAt, long now) {
        return isPlain(text)
                ? new OwnLockText(text).lock(documentId, expiresAt, now)
                : Optional.empty();
    }

    /** Whether strings stand for themselves: no escapes, nor what JSON has to escape. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private Optional<DocumentLock> lock(String documentId, long expiresAt, long now) {
        String userId = string("{\"userId\":\"");
        Optional<String> sessionId = optional(",\"sessionId\":\"");
        long token = number(",\"token\":");
        long timestamp = number(",\"timestamp\":");
        Optional<String> username = optional(",\"username\":\"");
        attempt(string(",\"attempt\":\""));
        Optional<String> by = optional(",\"by\":\"");
        skip("}");
        if (!own || at != text.length()) {
            return Optional.empty();
        }
        return Optional.of(
                new DocumentLock(
                        documentId,
                        userId,
                        username,
                        sessionId,
                        timestamp,
                        expiresAt >= 0 ? expiresAt : DocumentLock.NEVER,
                        LockText.remaining(expiresAt, now),
                        token,
                        by,
                        Optional.empty()));
    }

    private Optional<String> optional(String start) {
        return text.startsWith(start, at) ? Optional.of(string(start)) : Optional.empty();
    }

    /** None of ours is empty. */
    private String string(String start) {
        skip(start);
        int end = text.indexOf('"', at);
        own &= end > at;
        if (!own) {
            return "";
        }
        String string = text.substring(at, end);
        at = end + 1;
        return string;
    }

    /** As JSON writes a whole number, if it is sure to be exact everywhere. */
    private long number(String start) {
        skip(start);
        int first = at;
        long number = 0;
        while (own && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            number = 10 * number + text.charAt(at) - '0';
            at++;
            own = at - first <= LONGEST_NUMBER || number <= LockLimits.TOKEN_MAX;
        }
        own &= at > first && (at == first + 1 || text.charAt(first) != '0');
        return number;
    }

    /** {@code OUTCOME-id}. */
    private void attempt(String attempt) {
        int dash = 0;
        while (dash < attempt.length() && isOfOutcome(attempt.charAt(dash))) {
            dash++;
        }
        own &= dash > 0 && dash < attempt.length() && attempt.charAt(dash) == '-';
    }

    private static boolean isOfOutcome(char c) {
        return c >= 'A' && c <= 'Z' || c == '_';
    }

    private void skip(String what) {
        own = own && text.startsWith(what, at);
        at += what.length();
    }
}
