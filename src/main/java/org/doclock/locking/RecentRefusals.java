package org.doclock.locking;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps whoever is refused again and again from filling the audit trail: the same once a minute,
 * and only so many in all. Thread-safe.
 */
final class RecentRefusals {

    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_A_MINUTE = 100;

    private final Map<String, Long> since = new HashMap<>();

    /** Whether this one is to be written down. */
    synchronized boolean isNews(AuditAct act, String actor, String what) {
        long now = System.nanoTime();
        since.values().removeIf(then -> now - then > MINUTE_NANOS);
        String refusal = act + " " + actor + " " + what;
        return since.size() < MOST_A_MINUTE && since.putIfAbsent(refusal, now) == null;
    }
}
