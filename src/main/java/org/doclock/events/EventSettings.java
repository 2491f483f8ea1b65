package org.doclock.events;

import java.time.Duration;
import org.doclock.locking.Settings;
import org.eclipse.microprofile.config.Config;

/**
 * The {@code doclock.events.*} settings of this package.
 *
 * @param reconcile how often everything is read again, for what no event told
 * @param lingering how long the connection and the view are kept after the last look
 */
record EventSettings(Duration reconcile, Duration lingering) {

    private static final Duration SHORTEST = Duration.ofMillis(100);

    /**
     * @throws IllegalArgumentException naming the setting and what it may be
     */
    EventSettings {
        check("doclock.events.reconcile", reconcile);
        check("doclock.events.lingering", lingering);
    }

    static EventSettings from(Config config) {
        return new EventSettings(
                Settings.duration(config, "doclock.events.reconcile"),
                Settings.duration(config, "doclock.events.lingering"));
    }

    private static void check(String name, Duration duration) {
        Settings.check(
                duration.compareTo(SHORTEST) >= 0 && duration.compareTo(Duration.ofDays(1)) <= 0,
                name + " must be from 0.1 s (PT0.1S) to a day (P1D)");
    }
}
