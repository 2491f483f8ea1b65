package org.doclock.locking;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * How much of the audit trail is kept.
 *
 * @param entries the most entries, about
 * @param retention how long an entry is kept, about
 */
public record AuditSettings(int entries, Duration retention) {

    private static final int ENTRIES_MAX = 10_000_000;
    private static final Duration LONGEST = Duration.ofDays(3650);

    /**
     * @throws IllegalArgumentException naming the setting and what it may be
     */
    public AuditSettings {
        Settings.check(
                entries >= 1000 && entries <= ENTRIES_MAX,
                "doclock.audit.entries must be from 1000 to " + ENTRIES_MAX);
        Settings.check(
                retention.compareTo(Duration.ofHours(1)) >= 0 && retention.compareTo(LONGEST) <= 0,
                "doclock.audit.retention must be from 1 h (PT1H) to ten years");
    }

    static AuditSettings from(Config config) {
        return new AuditSettings(
                Settings.wholeNumber(config, "doclock.audit.entries"),
                Settings.duration(config, "doclock.audit.retention"));
    }
}
