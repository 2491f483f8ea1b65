package org.doclock.locking;

import java.time.Duration;

/**
 * What Redis says of itself to whoever looks after it. It has taken a change and run a script.
 *
 * @param version such as {@code 7.0.15}; empty if DocLock's user may not ask
 * @param clockAhead how far the clock of Redis is ahead of this server's; negative if it is behind.
 *     Only Redis's clock decides about locks, but a step back makes tokens grow by ones
 * @param mayEvict whether {@code maxmemory-policy} lets it forget locks that somebody holds
 */
public record StoreReport(String version, Duration clockAhead, boolean mayEvict) {

    /** Whether it is at least Redis 7.0, whose commands the scripts use; true if unknown. */
    public boolean isRecentEnough() {
        return version.isEmpty() || Integer.parseInt(version.split("\\.")[0]) >= 7;
    }
}
