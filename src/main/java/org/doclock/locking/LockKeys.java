package org.doclock.locking;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The names of a document's keys in Redis. Other programs use {@code doc-lock:<id>} as well, so an
 * id stands in it as it is, but for what would break the key's cluster slot ({@code { }}) or a
 * terminal (control characters), and the {@code %} that marks these.
 */
final class LockKeys {

    /** Matches the lock of every document, and no other key of ours. */
    static final String ALL_LOCKS = "doc-lock:*";

    private static final String LOCK = "doc-lock:";

    private LockKeys() {}

    /** The keys of one script: the lock and its fence, which hash to the same cluster slot. */
    static List<String> of(String documentId) {
        String lock = lock(documentId);
        return List.of(lock, "doc-lock-fence:{" + lock + "}");
    }

    /** The hash of those who ask to edit, in the same cluster slot; requests.lua writes it. */
    static String requests(String documentId) {
        return "doc-lock-requests:{" + lock(documentId) + "}";
    }

    static String lock(String documentId) {
        return LOCK + encode(documentId);
    }

    /** The document of a lock's key; empty for a key that no document of ours has. */
    static Optional<String> documentId(String lockKey) {
        String encoded = lockKey.substring(LOCK.length());
        try {
            String id = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
            return Optional.of(LockLimits.documentId(id)).filter(it -> encode(it).equals(encoded));
        } catch (IllegalArgumentException | InvalidLockRequestException notOurs) {
            return Optional.empty();
        }
    }

    private static String encode(String id) {
        if (!isAnyEncoded(id)) {
            return id;
        }
        StringBuilder key = new StringBuilder(id.length() + 16);
        id.codePoints()
                .forEach(
                        c -> {
                            if (isEncoded(c)) {
                                percentEncode(c, key);
                            } else {
                                key.appendCodePoint(c);
                            }
                        });
        return key.toString();
    }

    /** A loop: every lock of a scan comes by here. */
    private static boolean isAnyEncoded(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (isEncoded(id.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEncoded(int c) {
        return c == '{' || c == '}' || c == '%' || Character.isISOControl(c);
    }

    private static void percentEncode(int c, StringBuilder key) {
        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            key.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
        }
    }
}
