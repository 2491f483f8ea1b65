package org.doclock.locking;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The Lua scripts: one for each guarded change of a lock. Each file's header tells what it takes.
 */
enum LockScript {
    ACQUIRE("grant", "acquire", "held", "queue", "acquire-contended"),
    LEAVE("held", "queue", "leave"),
    HOLD("held", "hold"),
    EXTEND("grant", "held", "extend"),
    RELEASE("held", "release"),
    FORCE_RELEASE("held", "force-release"),
    TRANSFER("grant", "held", "requests", "transfer"),
    REQUEST("held", "requests", "request"),
    TAKE_BACK("take-back");

    private final String source;
    private final String sha1;

    LockScript(String... parts) {
        source = load("common") + Stream.of(parts).map(LockScript::load).collect(joining());
        sha1 = sha1(source);
    }

    /** As it is called in metrics. */
    String operation() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String source() {
        return source;
    }

    /** The name under which Redis keeps the script once it has seen it. */
    String sha1() {
        return sha1;
    }

    /**
     * Whether the script takes the lock from the caller. If the answer to such a one is lost and it
     * is sent again, "not yours" may be the work of the first: then nobody knows.
     */
    boolean givesUpTheLock() {
        return this == RELEASE || this == FORCE_RELEASE || this == TRANSFER;
    }

    /** Whether the script makes or prolongs grants. */
    boolean grants() {
        return this == ACQUIRE || this == HOLD || this == EXTEND || this == TRANSFER;
    }

    private static String load(String name) {
        try (InputStream file = LockScript.class.getResourceAsStream(name + ".lua")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String source) {
        try {
            byte[] utf8 = source.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(utf8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }
}
