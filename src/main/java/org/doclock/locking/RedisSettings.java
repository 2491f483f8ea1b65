package org.doclock.locking;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where Redis is and how long to wait for it.
 *
 * @param uri stand-alone {@code redis://host:6379}, {@code redis+sentinel://host:26379/master} or
 *     {@code redis+cluster://host:6379}; {@code rediss} for TLS; several sentinels or nodes of a
 *     cluster by commas; optional user, password and database
 * @param access what opens it and does not stand in the address
 * @param poolSize the most connections at a time, 1 to 10,000
 * @param poolWait how long a caller waits for a free connection
 * @param connectTimeout how long connecting may take
 * @param readTimeout how long Redis may take to answer
 * @param deadline how long a call may take in all, a second try included
 * @param scanDeadline how long listing or clearing all locks may take
 * @param acknowledgement how many replicas have to have a grant, and by when
 * @param groupCommit when calls travel together
 */
public record RedisSettings(
        URI uri,
        RedisAccess access,
        int poolSize,
        Duration poolWait,
        Duration connectTimeout,
        Duration readTimeout,
        Duration deadline,
        Duration scanDeadline,
        Acknowledgement acknowledgement,
        GroupCommit groupCommit) {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /**
     * @throws IllegalArgumentException naming the setting and what it may be
     */
    public RedisSettings {
        checkAccess(RedisAddress.of(uri), access);
        Settings.check(
                poolSize >= 1 && poolSize <= 10_000,
                "doclock.redis.pool.size must be from 1 to 10000");
        checkWait("doclock.redis.pool.wait", poolWait);
        checkWait("doclock.redis.timeout.connect", connectTimeout);
        checkWait("doclock.redis.timeout.read", readTimeout);
        checkWait("doclock.redis.deadline", deadline);
        checkWait("doclock.redis.scan.deadline", scanDeadline);
        checkWait("doclock.redis.wait-replicas.timeout", acknowledgement.timeout());
        Settings.check(
                !acknowledgement.isAsked() || acknowledgement.timeout().compareTo(readTimeout) < 0,
                "doclock.redis.wait-replicas.timeout must be less than doclock.redis.timeout.read");
        Settings.check(
                tryOf(poolWait, connectTimeout, readTimeout).compareTo(deadline) <= 0
                        && deadline.compareTo(scanDeadline) <= 0,
                "doclock.redis.scan.deadline must be at least doclock.redis.deadline, and that must"
                        + " leave room for one try: at least"
                        + " doclock.redis.pool.wait + doclock.redis.timeout.connect"
                        + " + doclock.redis.timeout.read");
    }

    /** How long one try takes at the most. */
    Duration longestTry() {
        return tryOf(poolWait, connectTimeout, readTimeout);
    }

    RedisAddress address() {
        return RedisAddress.of(uri);
    }

    /** The password, wherever it stands. */
    Optional<String> password() {
        return access.password().or(address()::password);
    }

    /** An address without its user, password and parameters, fit to be shown. */
    public static String address(URI uri) {
        return RedisAddress.of(uri).toString();
    }

    /** Names the address only: the password is never part of it. */
    @Override
    public String toString() {
        return "RedisSettings[" + address(uri) + ", poolSize=" + poolSize + "]";
    }

    private static Duration tryOf(Duration wait, Duration connect, Duration read) {
        return wait.plus(connect).plus(read);
    }

    private static void checkAccess(RedisAddress address, RedisAccess access) {
        boolean fromFile = access.password().isPresent();
        Settings.check(
                address.password().isEmpty() || !fromFile,
                "doclock.redis.password-file must not be set where doclock.redis.uri holds a"
                        + " password");
        Settings.check(
                address.user().isEmpty() || address.password().isPresent() || fromFile,
                "doclock.redis.uri must be redis://user:password@host where it names a user, or"
                        + " doclock.redis.password-file must be set");
        Settings.check(
                access.sentinelUser().isEmpty() || access.sentinelPassword().isPresent(),
                "doclock.redis.sentinel.password-file must be set where doclock.redis.sentinel.user"
                        + " is");
        Settings.check(
                access.tls().isEmpty() || address.encrypted(),
                "doclock.redis.uri must begin with rediss where doclock.redis.tls.* is set");
    }

    private static void checkWait(String name, Duration wait) {
        Settings.check(
                wait.compareTo(Duration.ofMillis(1)) >= 0 && wait.compareTo(LONGEST_WAIT) <= 0,
                name + " must be from 1 ms (PT0.001S) to 1 min (PT1M)");
    }
}
