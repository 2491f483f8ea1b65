package org.doclock;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The Redis user that docs/security.md tells operators to make for DocLock. */
public final class LeastAccess {

    public static final String USER = "doclock";
    public static final String PASSWORD = "doclock-s3cret";

    /** As it stands in an address. */
    public static final String USER_INFO = USER + ":" + PASSWORD + "@";

    /** Word for word what stands in docs/security.md. */
    public static final List<String> RULES =
            List.of(
                    "resetkeys",
                    "~doc-lock:*",
                    "~doc-lock-fence:*",
                    "~doc-lock-requests:*",
                    "~doc-lock-queue:*",
                    "~doc-lock-signin:*",
                    "~doc-lock-health",
                    "~doc-lock-audit*",
                    "resetchannels",
                    "&doc-lock-events",
                    "-@all",
                    "+hello",
                    "+auth",
                    "+ping",
                    "+select",
                    "+client|setname",
                    "+get",
                    "+set",
                    "+del",
                    "+exists",
                    "+scan",
                    "+time",
                    "+pexpireat",
                    "+pexpiretime",
                    "+pttl",
                    "+hget",
                    "+hgetall",
                    "+hset",
                    "+hdel",
                    "+pexpire",
                    "+zadd",
                    "+zrem",
                    "+zrange",
                    "+zrangebyscore",
                    "+zscore",
                    "+zcard",
                    "+publish",
                    "+subscribe",
                    "+eval",
                    "+evalsha",
                    "+script|load",
                    "+xadd",
                    "+xtrim",
                    "+xrange",
                    "+xrevrange",
                    "+hexists",
                    "+hmget",
                    "+multi",
                    "+exec",
                    "+wait",
                    "+info",
                    "+asking",
                    "+cluster|slots",
                    "+cluster|nodes");

    /** The same for the sentinels. */
    public static final List<String> SENTINEL_RULES =
            List.of(
                    "resetchannels",
                    "&+switch-master",
                    "-@all",
                    "+hello",
                    "+auth",
                    "+ping",
                    "+client|setname",
                    "+subscribe",
                    "+sentinel|get-master-addr-by-name");

    private LeastAccess() {}

    public static String[] redisOptions() {
        List<String> options = new ArrayList<>(List.of("--user", USER, "on"));
        options.add(">" + PASSWORD);
        options.addAll(RULES);
        return options.toArray(String[]::new);
    }

    /** Lines of the sentinels' configuration. */
    public static String[] sentinelLines() {
        return new String[] {
            "user " + USER + " on >" + PASSWORD + " " + String.join(" ", SENTINEL_RULES)
        };
    }

    public static URI uri(int port) {
        return URI.create("redis://" + USER_INFO + "127.0.0.1:" + port);
    }
}
