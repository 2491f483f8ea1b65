package org.doclock.guard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.doclock.guard.edits.Variant;

/**
 * An editor of every variant in a process of its own, which can be stopped and continued. It is
 * told what to do by lines on its input, and tells of every save by a line on its output.
 */
final class EditorProcess implements AutoCloseable {

    private static final String NAME = "dora";

    private final Process process;
    private final Thread reader;

    private EditorProcess(Process process, Consumer<Attempt> report) {
        this.process = process;
        reader = new Thread(() -> read(process, report), "editor-process");
        reader.start();
    }

    static EditorProcess start(long seed, Consumer<Attempt> report) {
        try {
            Process process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-XX:TieredStopAtLevel=1",
                                    "-XX:+UseSerialGC",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    EditorProcess.class.getName())
                            .redirectError(Path.of("target", "editor-process.log").toFile())
                            .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            EditorProcess editor = new EditorProcess(process, report);
            editor.tell(EditsServer.uri().toString());
            editor.tell(EditsServer.redis().uri().toString());
            editor.tell(EditsServer.bearerToken(NAME));
            editor.tell(EditsServer.TTL.toString());
            editor.tell(Long.toString(seed));
            return editor;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void begin(Variant variant, List<Long> sheets) {
        tell(
                variant.name()
                        + " "
                        + sheets.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    void end(Variant variant) {
        tell(variant.name());
    }

    void pause() {
        signal("STOP");
    }

    void goOn() {
        signal("CONT");
    }

    /** Waits until its last save is told. */
    @Override
    public void close() {
        goOn();
        try {
            process.outputWriter().close();
            reader.join(Duration.ofSeconds(30).toMillis());
            process.destroyForcibly().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void tell(String line) {
        try {
            Writer writer = process.outputWriter(StandardCharsets.UTF_8);
            writer.write(line + "\n");
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void read(Process process, Consumer<Attempt> report) {
        process.inputReader(StandardCharsets.UTF_8).lines().map(Attempt::of).forEach(report);
    }

    /** The process itself. */
    public static void main(String[] none) throws IOException {
        BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        URI server = URI.create(input.readLine());
        URI redis = URI.create(input.readLine());
        String bearerToken = input.readLine();
        Duration ttl = Duration.parse(input.readLine());
        long seed = Long.parseLong(input.readLine());
        Map<Variant, AtomicBoolean> going = new EnumMap<>(Variant.class);
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] parts = line.split(" ");
            Variant variant = Variant.valueOf(parts[0]);
            if (parts.length == 1) {
                going.get(variant).set(false);
                continue;
            }
            AtomicBoolean goOn = new AtomicBoolean(true);
            going.put(variant, goOn);
            Editor editor =
                    new Editor(
                            new SheetClient(server, bearerToken, "tab-1", variant),
                            Arrays.stream(parts[1].split(",")).map(Long::valueOf).toList(),
                            NAME,
                            ttl,
                            redis,
                            new Random(seed + variant.ordinal()),
                            EditorProcess::print);
            new Thread(() -> editor.run(goOn::get), variant.name()).start();
        }
        going.values().forEach(goOn -> goOn.set(false));
    }

    private static synchronized void print(Attempt attempt) {
        System.out.println(attempt.line());
    }
}
