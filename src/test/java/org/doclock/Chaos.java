package org.doclock;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Whether this is {@code mvn -Pchaos verify}: tests of what takes minutes then run at length. */
public final class Chaos {

    private static final Path SUMMARY = Path.of("target", "chaos", "summary.txt");

    private static boolean begun;

    private Chaos() {}

    public static boolean isOn() {
        return Boolean.getBoolean("doclock.chaos");
    }

    /** The long one with {@code -Pchaos}, else the short one. */
    public static int either(int shortOne, int longOne) {
        return isOn() ? longOne : shortOne;
    }

    /** Prints what was measured, and keeps it in {@code target/chaos/summary.txt}. */
    public static synchronized void report(String format, Object... figures) {
        String line = String.format(format, figures);
        System.out.println(line);
        List<String> lines = new ArrayList<>();
        if (!begun) {
            lines.add("\n" + Instant.now().truncatedTo(ChronoUnit.SECONDS));
            begun = true;
        }
        lines.add(line);
        try {
            Files.createDirectories(SUMMARY.getParent());
            Files.write(SUMMARY, lines, CREATE, APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
