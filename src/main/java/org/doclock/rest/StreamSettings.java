package org.doclock.rest;

import java.time.Duration;
import org.doclock.locking.Settings;
import org.eclipse.microprofile.config.Config;

/**
 * The {@code doclock.events.*} settings of event streams.
 *
 * @param perUser the most streams that a user may have open on this server
 * @param inAll the most that this server has open
 * @param longest after this time a client has to come back, and says again who it is
 */
record StreamSettings(int perUser, int inAll, Duration longest) {

    /**
     * @throws IllegalArgumentException naming the setting and what it may be
     */
    StreamSettings {
        Settings.check(
                perUser >= 1 && inAll >= perUser,
                "doclock.events.streams-per-user must be at least 1, and at most"
                        + " doclock.events.streams-in-all");
        Settings.check(
                longest.compareTo(Duration.ofSeconds(1)) >= 0
                        && longest.compareTo(Duration.ofDays(1)) <= 0,
                "doclock.events.stream.max must be from 1 s (PT1S) to a day (P1D)");
    }

    static StreamSettings from(Config config) {
        return new StreamSettings(
                Settings.wholeNumber(config, "doclock.events.streams-per-user"),
                Settings.wholeNumber(config, "doclock.events.streams-in-all"),
                Settings.duration(config, "doclock.events.stream.max"));
    }
}
