package org.doclock.locking;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.eclipse.microprofile.config.Config;

/**
 * The {@code doclock.*} settings of the lock engine. Their defaults and units stand in {@code
 * META-INF/microprofile-config.properties}.
 *
 * @param redis where Redis is and how long to wait for it
 * @param defaultTtl how long a grant lasts if the caller does not say
 * @param minTtl the shortest time a caller may ask for
 * @param maxTtl the longest time a caller may ask for
 * @param handOverTtl how long a grant that was handed over lasts until its first renewal
 * @param fenceRetention how long a document's last token is remembered after its grant ended
 * @param resume whether an ended grant may be resumed by its owner; off where other programs write
 *     locks that DocLock may never see
 * @param audit how much of the audit trail is kept
 */
public record LockingSettings(
        RedisSettings redis,
        Duration defaultTtl,
        Duration minTtl,
        Duration maxTtl,
        Duration handOverTtl,
        Duration fenceRetention,
        boolean resume,
        AuditSettings audit) {

    private static final Duration LONGEST = Duration.ofDays(3650);

    /**
     * @throws IllegalArgumentException naming the setting and what it may be
     */
    public LockingSettings {
        Objects.requireNonNull(redis, "redis");
        Settings.check(
                minTtl.compareTo(Duration.ofMillis(1)) >= 0,
                "doclock.ttl.min must be at least 1 ms (PT0.001S)");
        Settings.check(
                minTtl.compareTo(defaultTtl) <= 0 && defaultTtl.compareTo(maxTtl) <= 0,
                "doclock.ttl.default must be from doclock.ttl.min to doclock.ttl.max");
        Settings.check(
                minTtl.compareTo(handOverTtl) <= 0 && handOverTtl.compareTo(maxTtl) <= 0,
                "doclock.hand-over.ttl must be from doclock.ttl.min to doclock.ttl.max");
        Settings.check(
                fenceRetention.compareTo(maxTtl) > 0 && fenceRetention.compareTo(LONGEST) <= 0,
                "doclock.fence.retention must be longer than doclock.ttl.max, and at most ten"
                        + " years: a token that is forgotten too early could be issued again");
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException naming the setting that is missing or wrong; a value is
     *     never part of the message, since it may hold a password
     */
    public static LockingSettings from(Config config) {
        return new LockingSettings(
                new RedisSettings(
                        Settings.read(config, "doclock.redis.uri", URI::create, RedisAddress.FORM),
                        RedisAccess.from(config),
                        Settings.wholeNumber(config, "doclock.redis.pool.size"),
                        Settings.duration(config, "doclock.redis.pool.wait"),
                        Settings.duration(config, "doclock.redis.timeout.connect"),
                        Settings.duration(config, "doclock.redis.timeout.read"),
                        Settings.duration(config, "doclock.redis.deadline"),
                        Settings.duration(config, "doclock.redis.scan.deadline"),
                        Acknowledgement.from(config),
                        GroupCommit.of(Settings.wholeNumber(config, "doclock.redis.lanes"))),
                Settings.duration(config, "doclock.ttl.default"),
                Settings.duration(config, "doclock.ttl.min"),
                Settings.duration(config, "doclock.ttl.max"),
                Settings.duration(config, "doclock.hand-over.ttl"),
                Settings.duration(config, "doclock.fence.retention"),
                Settings.yesOrNo(config, "doclock.resume"),
                AuditSettings.from(config));
    }
}
