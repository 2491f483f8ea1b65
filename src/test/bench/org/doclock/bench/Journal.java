package org.doclock.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was measured, in a file as soon as it is there, and says how far it is. */
final class Journal implements AutoCloseable {

    private final List<Sample> samples = new ArrayList<>();
    private final long start = System.nanoTime();
    private final PrintStream raw;

    Journal(Path folder) {
        try {
            Files.createDirectories(folder);
            raw = new PrintStream(folder.resolve("raw.csv").toFile(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        raw.println(Sample.HEADER);
    }

    void add(Sample sample) {
        samples.add(sample);
        raw.println(sample.csv());
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    void progress(String what) {
        Duration gone = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf("[%2d:%02d] %s%n", gone.toMinutes(), gone.toSecondsPart(), what);
    }

    @Override
    public void close() {
        raw.close();
    }
}
