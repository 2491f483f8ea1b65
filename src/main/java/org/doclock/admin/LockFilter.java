package org.doclock.admin;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which locks are shown; the address of the page carries it.
 *
 * @param search what document, user id or name have to contain, in small letters
 * @param user the user's id, exactly
 * @param prefix how the document begins
 * @param age how long the lock is held at least
 * @param ends within what time it ends, if it is not renewed
 */
record LockFilter(
        String search,
        String user,
        String prefix,
        Optional<Duration> age,
        Optional<Duration> ends) {

    private static final int TEXT_MAX = 256;

    static final LockFilter NONE = new LockFilter("", "", "", Optional.empty(), Optional.empty());

    /**
     * From the parameters of an address or a form; what is missing or makes no sense is left out.
     */
    static LockFilter of(Map<String, String> parameters) {
        return new LockFilter(
                text(parameters, "q").toLowerCase(Locale.ROOT),
                text(parameters, "user"),
                text(parameters, "prefix"),
                duration(parameters, "age"),
                duration(parameters, "ends"));
    }

    private static String text(Map<String, String> parameters, String name) {
        String text = parameters.getOrDefault(name, "").strip();
        return text.substring(0, Math.min(text.length(), TEXT_MAX));
    }

    private static Optional<Duration> duration(Map<String, String> parameters, String name) {
        String minutes = parameters.getOrDefault(name, "");
        return minutes.matches("[1-9]\\d{0,6}")
                ? Optional.of(Duration.ofMinutes(Long.parseLong(minutes)))
                : Optional.empty();
    }

    /** Whether what matches changes by itself as time goes by. */
    boolean dependsOnTime() {
        return age.isPresent() || ends.isPresent();
    }

    /**
     * @param now epoch milliseconds by Redis's clock
     */
    boolean matches(LockRow row, long now) {
        return (search.isEmpty() || row.contains(search))
                && (user.isEmpty() || row.lock().userId().equals(user))
                && row.lock().documentId().startsWith(prefix)
                && age.map(it -> row.lock().timestamp() <= now - it.toMillis()).orElse(true)
                && ends.map(it -> row.lock().expiresAt() <= now + it.toMillis()).orElse(true);
    }
}
