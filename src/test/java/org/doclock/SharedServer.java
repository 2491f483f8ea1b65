package org.doclock;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.doclock.security.PasswordHash;

/**
 * The one Redis and the one Payara Micro with DocLock and the example application that all
 * black-box tests share: started by the first that asks, ended with the test run. DocLock's own
 * user of this Redis may do what docs/security.md lists and nothing else.
 */
public final class SharedServer {

    private static RedisProcess redis;
    private static PayaraProcess payara;

    private SharedServer() {}

    public static synchronized RedisProcess redis() {
        if (redis == null) {
            redis = RedisProcess.start(LeastAccess.redisOptions());
        }
        return redis;
    }

    /** The address of that Redis for DocLock's own user. */
    public static URI redisUriOfDocLock() {
        return LeastAccess.uri(redis().port());
    }

    /** Where the server answers. */
    public static synchronized URI uri() {
        if (payara == null) {
            Map<String, String> environment = DevUsers.environment();
            environment.put("DOCLOCK_REDIS_URI", redisUriOfDocLock().toString());
            environment.put("DOCLOCK_SIGNIN_WAIT_MAX", "PT2S");
            environment.put("DOCLOCK_BASIC_MEMORY", "PT0.5S");
            environment.putAll(TestTokens.environment());
            // One whose password nobody has shown before the test that is about that.
            environment.merge("DOCLOCK_USERS", ",dora", String::concat);
            environment.put("DOCLOCK_USER_DORA_PASSWORD", PasswordHash.of("dora", 30_000));
            Path project = Path.of("").toAbsolutePath();
            payara =
                    PayaraProcess.start(
                            project,
                            RedisProcess.freePort(),
                            List.of(
                                    Deployments.quoting(project),
                                    Deployments.file(Deployments.notes())),
                            environment,
                            log(
                                            "target/shared-server-"
                                                    + System.getProperty("doclock.test.process")
                                                    + ".log")
                                    ::println);
        }
        return payara.uri();
    }

    private static PrintStream log(String file) {
        try {
            return new PrintStream(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
