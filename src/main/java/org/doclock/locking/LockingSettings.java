package org.doclock.locking;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/**
 * The {@code doclock.*} settings of the lock engine. Their defaults and units stand in {@code
 * META-INF/microprofile-config.properties}.
 *
 * @param redis where Redis is and how long to wait for it
 * @param defaultTtl how long a grant lasts if the caller does not say
 * @param minTtl the shortest time a caller may ask for
 * @param maxTtl the longest time a caller may ask for
 * @param fenceRetention how long a document's last token is remembered after its grant ended
 * @param resume whether an ended grant may be resumed by its owner; off where other programs write
 *     locks that DocLock may never see
 */
public record LockingSettings(
        RedisSettings redis,
        Duration defaultTtl,
        Duration minTtl,
        Duration maxTtl,
        Duration fenceRetention,
        boolean resume) {

    private static final Duration LONGEST = Duration.ofDays(3650);

    /**
     * @throws IllegalArgumentException naming the setting and what it may be
     */
    public LockingSettings {
        Objects.requireNonNull(redis, "redis");
        check(
                minTtl.compareTo(Duration.ofMillis(1)) >= 0,
                "doclock.ttl.min must be at least 1 ms (PT0.001S)");
        check(
                minTtl.compareTo(defaultTtl) <= 0 && defaultTtl.compareTo(maxTtl) <= 0,
                "doclock.ttl.default must be from doclock.ttl.min to doclock.ttl.max");
        check(
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
                        read(config, "doclock.redis.uri", URI::create, RedisSettings.URI_FORM),
                        read(config, "doclock.redis.pool.size", Integer::valueOf, "a whole number"),
                        duration(config, "doclock.redis.pool.wait"),
                        duration(config, "doclock.redis.timeout.connect"),
                        duration(config, "doclock.redis.timeout.read"),
                        duration(config, "doclock.redis.deadline"),
                        duration(config, "doclock.redis.scan.deadline")),
                duration(config, "doclock.ttl.default"),
                duration(config, "doclock.ttl.min"),
                duration(config, "doclock.ttl.max"),
                duration(config, "doclock.fence.retention"),
                read(config, "doclock.resume", LockingSettings::yesOrNo, "true or false"));
    }

    static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    private static Duration duration(Config config, String name) {
        return read(config, name, Duration::parse, "an ISO-8601 duration such as PT5M or PT0.5S");
    }

    private static boolean yesOrNo(String text) {
        check(text.equals("true") || text.equals("false"), "neither");
        return text.equals("true");
    }

    /** What a parser says of a bad value repeats the value, so it is left out. */
    private static <T> T read(
            Config config, String name, Function<String, T> parser, String whatItMustBe) {
        try {
            return parser.apply(config.getValue(name, String.class).trim());
        } catch (RuntimeException missingOrUnreadable) {
            throw new IllegalArgumentException(name + " must be " + whatItMustBe);
        }
    }
}
