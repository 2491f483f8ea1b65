package org.doclock.locking;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.doclock.LeastAccess;

/**
 * Settings of the tests: as shipped, but that a lock may be as short as 10 ms. With {@code
 * -Dtest.lanes.from=0} every call that may travel with others does, with {@code -Dtest.lanes=0}
 * none.
 */
final class TestSettings {

    private TestSettings() {}

    static LockingSettings of(URI redis) {
        return of(redis(redis, Duration.ofMillis(800), Duration.ofSeconds(2)));
    }

    static LockingSettings of(URI redis, RedisAccess access) {
        return of(redis, access, Acknowledgement.none());
    }

    static LockingSettings of(URI redis, Acknowledgement acknowledgement) {
        return of(redis, RedisAccess.none(), acknowledgement);
    }

    static LockingSettings of(URI redis, RedisAccess access, Acknowledgement acknowledgement) {
        return of(
                redis(
                        redis,
                        access,
                        Duration.ofMillis(800),
                        Duration.ofSeconds(2),
                        acknowledgement));
    }

    static LockingSettings of(RedisSettings redis) {
        return new LockingSettings(
                redis,
                Duration.ofMinutes(5),
                Duration.ofMillis(10),
                Duration.ofHours(24),
                Duration.ofSeconds(30),
                Duration.ofHours(48),
                true,
                new AuditSettings(100_000, Duration.ofDays(365)));
    }

    /** Every call that may travel with others does, however few there are. */
    static LockingSettings together(LockingSettings settings) {
        RedisSettings redis = settings.redis();
        return of(
                new RedisSettings(
                        redis.uri(),
                        redis.access(),
                        redis.poolSize(),
                        redis.poolWait(),
                        redis.connectTimeout(),
                        redis.readTimeout(),
                        redis.deadline(),
                        redis.scanDeadline(),
                        redis.acknowledgement(),
                        new GroupCommit(2, 0)));
    }

    /** The sentinels' user of {@link LeastAccess}. */
    static RedisAccess sentinels() {
        return new RedisAccess(
                Optional.empty(),
                Optional.of(LeastAccess.USER),
                Optional.of(LeastAccess.PASSWORD),
                Optional.empty());
    }

    static RedisSettings redis(URI uri, Duration readTimeout, Duration deadline) {
        return redis(uri, RedisAccess.none(), readTimeout, deadline, Acknowledgement.none());
    }

    static RedisSettings redis(
            URI uri,
            RedisAccess access,
            Duration readTimeout,
            Duration deadline,
            Acknowledgement acknowledgement) {
        return new RedisSettings(
                uri,
                access,
                64,
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                readTimeout,
                deadline,
                Duration.ofSeconds(30),
                acknowledgement,
                new GroupCommit(
                        Integer.getInteger("test.lanes", 2),
                        Integer.getInteger("test.lanes.from", 6)));
    }
}
