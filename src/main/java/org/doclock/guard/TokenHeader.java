package org.doclock.guard;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.doclock.locking.InvalidLockRequestException;
import org.doclock.locking.LockLimits;

/** Reads {@value CallerClaims#TOKEN_HEADER}: pairs of a URL-encoded document id and its token. */
final class TokenHeader {

    private static final Pattern TOKEN = Pattern.compile("\\d{1,16}");

    private TokenHeader() {}

    static Map<String, Long> read(List<String> headers) {
        Map<String, Long> tokens = new HashMap<>();
        for (String header : headers) {
            for (String pair : header.split(",", -1)) {
                read(pair.trim(), tokens);
            }
        }
        return tokens;
    }

    private static void read(String pair, Map<String, Long> tokens) {
        int equals = pair.lastIndexOf('=');
        if (equals < 1 || !TOKEN.matcher(pair).region(equals + 1, pair.length()).matches()) {
            throw malformed();
        }
        long token = Long.parseLong(pair, equals + 1, pair.length(), 10);
        Long other = tokens.put(documentId(pair.substring(0, equals)), token);
        if (token > LockLimits.TOKEN_MAX || (other != null && other != token)) {
            throw malformed();
        }
    }

    private static String documentId(String encoded) {
        try {
            // A plus is a plus here, unlike in forms.
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static InvalidLockRequestException malformed() {
        return new InvalidLockRequestException(
                CallerClaims.TOKEN_HEADER
                        + " must be pairs such as quote-7=1764000000000000, with commas between"
                        + " them, each document once and its id URL-encoded");
    }
}
