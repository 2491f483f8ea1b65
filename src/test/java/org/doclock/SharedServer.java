package org.doclock;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The one Redis and the one Payara Micro with DocLock that all black-box tests share: started by
 * the first that asks, ended with the test run.
 */
public final class SharedServer {

    private static RedisProcess redis;
    private static PayaraProcess payara;

    private SharedServer() {}

    public static synchronized RedisProcess redis() {
        if (redis == null) {
            redis = RedisProcess.start();
        }
        return redis;
    }

    /** Where the server answers. */
    public static synchronized URI uri() {
        if (payara == null) {
            payara =
                    PayaraProcess.start(
                            Path.of("").toAbsolutePath(),
                            RedisProcess.freePort(),
                            List.of(Path.of("target/doclock.war")),
                            Map.of("DOCLOCK_REDIS_URI", redis().uri().toString()),
                            log("target/shared-server.log")::println);
        }
        return payara.uri();
    }

    public static PrintStream log(String file) {
        try {
            return new PrintStream(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
