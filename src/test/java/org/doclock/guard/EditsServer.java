package org.doclock.guard;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.doclock.Deployments;
import org.doclock.PayaraProcess;
import org.doclock.RedisProcess;
import org.doclock.TestTokens;
import org.doclock.guard.edits.Variant;
import org.jose4j.jwt.JwtClaims;
import redis.clients.jedis.Jedis;

/**
 * A server with the sheets, and a Redis of its own that tests may wipe and kill: started by the
 * first that asks, ended with the test run. Callers show bearer tokens, since these need no Redis.
 */
final class EditsServer {

    /** So short that it ends while somebody edits. */
    static final Duration TTL = Duration.ofMillis(60);

    private static RedisProcess redis;
    private static PayaraProcess payara;

    private EditsServer() {}

    static synchronized RedisProcess redis() {
        if (redis == null) {
            redis = RedisProcess.start();
        }
        return redis;
    }

    static synchronized URI uri() {
        if (payara == null) {
            Map<String, String> environment = new HashMap<>(TestTokens.environment());
            environment.put("DOCLOCK_REDIS_URI", redis().uri().toString());
            environment.put("DOCLOCK_TTL_MIN", "PT0.01S");
            environment.put("DOCLOCK_TTL_DEFAULT", TTL.toString());
            payara =
                    PayaraProcess.start(
                            Path.of("").toAbsolutePath(),
                            RedisProcess.freePort(),
                            List.of(Deployments.file(Deployments.edits())),
                            environment,
                            log()::println);
        }
        return payara.uri();
    }

    /** For longer than any run lasts. */
    static String bearerToken(String user) {
        JwtClaims claims = TestTokens.claims(user);
        claims.setExpirationTimeMinutesInTheFuture(120);
        return TestTokens.signed(claims);
    }

    /** One editing session of a user. */
    static SheetClient client(Variant variant, String user, String session) {
        return new SheetClient(uri(), bearerToken(user), session, variant);
    }

    /** The time of a lock is over. */
    static void expire(String documentId) {
        try (Jedis redis = redis().connect()) {
            redis.pexpire("doc-lock:" + documentId, 1);
            Awaitility.await().until(() -> !redis.exists("doc-lock:" + documentId));
        }
    }

    /** The token that a document is held under, as Redis has it; 0 if it is free. */
    static long heldUnder(String documentId) {
        try (GrantLook look = new GrantLook(redis().uri())) {
            return look.token(documentId);
        }
    }

    private static PrintStream log() {
        try {
            return new PrintStream(
                    "target/edits-server-" + System.getProperty("doclock.test.process") + ".log",
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
