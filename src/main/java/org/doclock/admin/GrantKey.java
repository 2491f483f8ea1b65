package org.doclock.admin;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.doclock.locking.DocumentLock;

/**
 * One grant of a document's lock, as an administrator saw it: what is done to a row is done to this
 * and never to a newer one.
 *
 * @param token the fencing token; 0 for a lock of another program
 */
record GrantKey(String documentId, long token) {

    static GrantKey of(DocumentLock lock) {
        return new GrantKey(lock.documentId(), lock.token());
    }

    /** Reads what {@link #text()} wrote; empty for anything else. */
    static Optional<GrantKey> of(String text) {
        if (!text.matches("\\d{1,16}\\..+")) {
            return Optional.empty();
        }
        int dot = text.indexOf('.');
        try {
            return Optional.of(
                    new GrantKey(
                            URLDecoder.decode(text.substring(dot + 1), StandardCharsets.UTF_8),
                            Long.parseLong(text.substring(0, dot))));
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }

    /** For the page: without commas, which separate the keys of a table's selected rows. */
    String text() {
        return token + "." + URLEncoder.encode(documentId, StandardCharsets.UTF_8);
    }
}
