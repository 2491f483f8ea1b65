package org.doclock.rest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.doclock.locking.DocumentLock;

/**
 * Which of all locks to list.
 *
 * @param user only this user's, if given
 * @param prefix only documents whose id begins so; all if empty
 * @param limit the most locks on a page
 * @param after only documents whose id comes after this one, if given
 */
record LockQuery(Optional<String> user, String prefix, int limit, Optional<String> after) {

    private static final int LIMIT = 100;
    private static final int LIMIT_MAX = 1000;

    /** Reads the query parameters, which JAX-RS leaves null where they are not given. */
    static LockQuery of(String user, String prefix, String limit, String cursor) {
        return new LockQuery(
                Optional.ofNullable(user),
                prefix == null ? "" : prefix,
                limitOf(limit),
                Optional.ofNullable(cursor).map(LockQuery::documentId));
    }

    LocksAnswer page(List<DocumentLock> all, Caller caller) {
        List<DocumentLock> matching =
                all.stream()
                        .filter(lock -> user.map(lock.userId()::equals).orElse(true))
                        .filter(lock -> lock.documentId().startsWith(prefix))
                        .sorted(Comparator.comparing(DocumentLock::documentId))
                        .toList();
        List<DocumentLock> rest =
                matching.stream()
                        .filter(
                                lock ->
                                        after.map(id -> lock.documentId().compareTo(id) > 0)
                                                .orElse(true))
                        .toList();
        List<DocumentLock> page = rest.subList(0, Math.min(limit, rest.size()));
        return new LocksAnswer(
                true,
                matching.size(),
                page.stream().map(lock -> LockInfo.of(lock, caller)).toList(),
                page.size() < rest.size()
                        ? Optional.of(cursor(page.get(page.size() - 1)))
                        : Optional.empty());
    }

    /** How many to return, of a query parameter that need not be there. */
    static int limitOf(String text) {
        if (text == null) {
            return LIMIT;
        }
        if (!text.matches("\\d{1,4}")
                || Integer.parseInt(text) < 1
                || Integer.parseInt(text) > LIMIT_MAX) {
            throw ErrorCode.INVALID_REQUEST.exception("limit must be from 1 to " + LIMIT_MAX);
        }
        return Integer.parseInt(text);
    }

    private static String cursor(DocumentLock last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(last.documentId().getBytes(StandardCharsets.UTF_8));
    }

    private static String documentId(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ErrorCode.INVALID_REQUEST.exception(
                    "cursor must be the one that came with the page before");
        }
    }
}
