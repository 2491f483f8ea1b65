package org.doclock.locking;

import java.util.Optional;

/**
 * Which part of the audit trail to read.
 *
 * @param documentId only of this document
 * @param user only what this user did, or what hit this user
 * @param cursor the one that came with the page before
 * @param limit the most entries, 1 to 1,000
 */
public record AuditQuery(
        Optional<String> documentId, Optional<String> user, Optional<String> cursor, int limit) {

    private static final int LIMIT_MAX = 1000;

    /**
     * @throws InvalidLockRequestException if the limit is out of range or the cursor is none of
     *     ours
     */
    public AuditQuery {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new InvalidLockRequestException("limit must be from 1 to " + LIMIT_MAX);
        }
        if (cursor.filter(it -> !it.matches("\\d{1,15}-\\d{1,15}")).isPresent()) {
            throw new InvalidLockRequestException(
                    "cursor must be the one that came with the page before");
        }
    }

    boolean matches(AuditEntry entry) {
        return documentId.map(entry.documentId().orElse("")::equals).orElse(true)
                && user.map(entry::concerns).orElse(true);
    }
}
