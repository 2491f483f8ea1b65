package org.doclock.locking;

/**
 * How we write strings in JSON: each in one way only, since the scripts compare what was written.
 */
final class JsonText {

    private JsonText() {}

    /** A JSON string that escapes only what it has to. */
    static String quote(String text) {
        return isPlain(text) ? '"' + text + '"' : escaped(text);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isEscaped(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEscaped(char c) {
        return c == '"' || c == '\\' || c < ' ';
    }

    private static String escaped(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
