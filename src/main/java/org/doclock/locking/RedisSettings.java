package org.doclock.locking;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * Where Redis is and how long to wait for it.
 *
 * @param uri {@code redis://} or {@code rediss://} (TLS) with optional user, password, port and
 *     database: {@code redis://user:password@host:6379/0}
 * @param poolSize the most connections at a time, 1 to 10,000
 * @param poolWait how long a caller waits for a free connection
 * @param connectTimeout how long connecting may take
 * @param readTimeout how long Redis may take to answer
 * @param deadline how long a call may take in all, a second try included
 * @param scanDeadline how long listing or clearing all locks may take
 */
public record RedisSettings(
        URI uri,
        int poolSize,
        Duration poolWait,
        Duration connectTimeout,
        Duration readTimeout,
        Duration deadline,
        Duration scanDeadline) {

    static final String URI_FORM =
            "an address such as redis://host:6379, rediss://host:6379 (TLS) or"
                    + " redis://user:password@host:6379/0, every special character of user and"
                    + " password percent-encoded, and the host's name without underscores";

    private static final int DEFAULT_PORT = 6379;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /**
     * @throws IllegalArgumentException naming the setting and what it may be
     */
    public RedisSettings {
        checkUri(uri);
        Settings.check(
                poolSize >= 1 && poolSize <= 10_000,
                "doclock.redis.pool.size must be from 1 to 10000");
        checkWait("doclock.redis.pool.wait", poolWait);
        checkWait("doclock.redis.timeout.connect", connectTimeout);
        checkWait("doclock.redis.timeout.read", readTimeout);
        checkWait("doclock.redis.deadline", deadline);
        checkWait("doclock.redis.scan.deadline", scanDeadline);
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

    String host() {
        return uri.getHost();
    }

    int port() {
        return port(uri);
    }

    boolean isEncrypted() {
        return "rediss".equals(uri.getScheme());
    }

    /** An address without its user, password and parameters, fit to be shown. */
    public static String address(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + ":" + port(uri) + uri.getPath();
    }

    /** Names the address only: the password is never part of it. */
    @Override
    public String toString() {
        return "RedisSettings[" + address(uri) + ", poolSize=" + poolSize + "]";
    }

    private static Duration tryOf(Duration wait, Duration connect, Duration read) {
        return wait.plus(connect).plus(read);
    }

    private static int port(URI uri) {
        return uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    }

    private static void checkUri(URI uri) {
        Objects.requireNonNull(uri, "uri");
        Settings.check(
                ("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()))
                        && uri.getHost() != null
                        && uri.getPath().matches("/?|/\\d{1,5}")
                        && uri.getQuery() == null
                        && uri.getFragment() == null
                        && uri.getPort() != 0
                        && uri.getPort() <= 65_535
                        && (uri.getUserInfo() == null || uri.getUserInfo().contains(":")),
                "doclock.redis.uri must be " + URI_FORM);
    }

    private static void checkWait(String name, Duration wait) {
        Settings.check(
                wait.compareTo(Duration.ofMillis(1)) >= 0 && wait.compareTo(LONGEST_WAIT) <= 0,
                name + " must be from 1 ms (PT0.001S) to 1 min (PT1M)");
    }
}
