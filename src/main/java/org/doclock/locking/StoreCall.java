package org.doclock.locking;

import java.time.Duration;

/**
 * One call to Redis as whoever measures is told of it.
 *
 * @param operation what was asked: the name of a script, or {@code read}
 * @param outcome a {@link LockOutcome}, {@code READ}, or {@code UNAVAILABLE}
 * @param took until the answer, further tries included; of a batch, that of the whole batch
 */
public record StoreCall(String operation, String outcome, Duration took) {

    static final String READ = "READ";
    static final String UNAVAILABLE = "UNAVAILABLE";
}
