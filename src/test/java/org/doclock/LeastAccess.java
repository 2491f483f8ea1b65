package org.doclock;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The Redis user that docs/security.md tells operators to make for DocLock. */
public final class LeastAccess {

    private static final String PASSWORD = "doclock-s3cret";

    /** Word for word what stands in docs/security.md. */
    public static final List<String> RULES =
            List.of(
                    "resetkeys",
                    "~doc-lock:*",
                    "~doc-lock-fence:*",
                    "~doc-lock-signin:*",
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
                    "+publish",
                    "+eval",
                    "+evalsha",
                    "+script|load",
                    "+multi",
                    "+exec");

    private LeastAccess() {}

    static String[] redisOptions() {
        List<String> options = new ArrayList<>(List.of("--user", "doclock", "on"));
        options.add(">" + PASSWORD);
        options.addAll(RULES);
        return options.toArray(String[]::new);
    }

    static URI uri(int port) {
        return URI.create("redis://doclock:" + PASSWORD + "@127.0.0.1:" + port);
    }
}
