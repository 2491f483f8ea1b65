package org.doclock.locking;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * How many replicas have to have a grant before it counts.
 *
 * @param replicas 0 to 10; 0 to ask none
 * @param timeout how long to wait for them, 1 ms to 1 min
 */
public record Acknowledgement(int replicas, Duration timeout) {

    private static final int MOST = 10;

    /**
     * @throws IllegalArgumentException naming the setting and what it may be
     */
    public Acknowledgement {
        Settings.check(
                replicas >= 0 && replicas <= MOST,
                "doclock.redis.wait-replicas must be from 0 to " + MOST);
    }

    static Acknowledgement none() {
        return new Acknowledgement(0, Duration.ofMillis(300));
    }

    static Acknowledgement from(Config config) {
        return new Acknowledgement(
                Settings.wholeNumber(config, "doclock.redis.wait-replicas"),
                Settings.duration(config, "doclock.redis.wait-replicas.timeout"));
    }

    boolean isAsked() {
        return replicas > 0;
    }
}
