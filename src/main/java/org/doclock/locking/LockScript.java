package org.doclock.locking;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The Lua scripts: one for each guarded change of a lock. Each file's header tells what it takes.
 */
enum LockScript {
    ACQUIRE("plain", "acquire-usual", "reading", "grant", "held", "queue", "acquire"),
    LEAVE("ending", "reading", "held", "end-grant", "queue", "leave"),
    HOLD("plain", "hold-usual", "reading", "held", "hold"),
    EXTEND("plain", "extend-usual", "reading", "grant", "held", "extend"),
    RELEASE("ending", "plain", "release-usual", "reading", "held", "end-grant", "release"),
    FORCE_RELEASE("reading", "held", "force-release"),
    TRANSFER("reading", "grant", "held", "requests", "transfer"),
    REQUEST("reading", "held", "requests", "request"),
    TAKE_BACK("reading", "take-back");

    private final String operation = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final List<String> parts;
    private final String source;
    private final String sha1;

    LockScript(String... parts) {
        this.parts = List.of(parts);
        source = source(this.parts);
        sha1 = sha1(source);
    }

    /** The files of which the script consists, behind the one that all have. */
    List<String> parts() {
        return parts;
    }

    static String source(List<String> parts) {
        return load("common") + parts.stream().map(LockScript::load).collect(joining());
    }

    /** As it is called in metrics. */
    String operation() {
        return operation;
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
