package org.doclock;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Payara Micro in a process of its own, started as payara-config/ says, on loopback. It ends with
 * this JVM at the latest.
 */
public final class PayaraProcess implements AutoCloseable {

    /** 10 s where nobody else works; two at a time beside a build have taken more than 90. */
    private static final Duration START = Duration.ofMinutes(4);

    private static final Duration END = Duration.ofSeconds(10);

    /** Ready in half the time; not what production or a benchmark wants. */
    private static final List<String> HASTE = List.of("-XX:TieredStopAtLevel=1");

    private final Process process;
    private final int port;
    private final CountDownLatch started = new CountDownLatch(1);

    private PayaraProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the server and waits until it is ready, deployed or not.
     *
     * @param project the folder of the pom
     * @param environment DocLock's settings, such as {@code DOCLOCK_REDIS_URI}
     * @param log takes every line that the server prints
     */
    public static PayaraProcess start(
            Path project,
            int port,
            List<Path> wars,
            Map<String, String> environment,
            Consumer<String> log) {
        return start(project, port, wars, environment, log, HASTE);
    }

    /** The same with JVM options of one's own after those of payara-config/. */
    public static PayaraProcess start(
            Path project,
            int port,
            List<Path> wars,
            Map<String, String> environment,
            Consumer<String> log,
            List<String> jvmOptions) {
        ProcessBuilder builder =
                new ProcessBuilder(command(project, port, wars, jvmOptions))
                        .directory(project.toFile())
                        .redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            PayaraProcess payara = new PayaraProcess(builder.start(), port);
            Runtime.getRuntime().addShutdownHook(new Thread(payara::close));
            payara.follow(log);
            payara.awaitStart();
            return payara;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        return URI.create("http://localhost:" + port);
    }

    public long pid() {
        return process.pid();
    }

    /** Returns when the server has ended by itself. */
    public void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** It stops working and keeps its connections open, like a machine that hangs. */
    public void pause() {
        Signals.stop(process);
    }

    public void resume() {
        Signals.goOn(process);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> command(
            Path project, int port, List<Path> wars, List<String> jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@payara-config/jvm.options");
        command.addAll(jvmOptions);
        // The server's default data source, H2, takes connections of other processes.
        command.add("-Dh2.bindAddress=127.0.0.1");
        String coverage = System.getProperty("doclock.coverageAgent", "");
        if (coverage.startsWith("-javaagent")) {
            command.add(coverage);
        }
        command.addAll(List.of("-jar", project.resolve("target/payara-micro.jar").toString()));
        command.addAll(List.of("--nohazelcast", "--port", Integer.toString(port)));
        command.addAll(List.of("--rootdir", project.resolve("target/payara-" + port).toString()));
        command.addAll(List.of("--prebootcommandfile", "payara-config/pre-boot-commands.txt"));
        command.addAll(List.of("--logproperties", "payara-config/logging.properties"));
        wars.forEach(war -> command.addAll(List.of("--deploy", war.toString())));
        return command;
    }

    private void follow(Consumer<String> log) {
        Thread follower =
                new Thread(
                        () -> {
                            try (BufferedReader lines =
                                    process.inputReader(StandardCharsets.UTF_8)) {
                                for (String line = lines.readLine();
                                        line != null;
                                        line = lines.readLine()) {
                                    log.accept(line);
                                    if (line.contains("PayaraMicro: Payara Micro")
                                            && line.contains("ready in")) {
                                        started.countDown();
                                    }
                                }
                            } catch (IOException closed) {
                                log.accept("The server's output ended: " + closed.getMessage());
                            }
                        },
                        "payara-output");
        follower.setDaemon(true);
        follower.start();
    }

    private void awaitStart() {
        long end = System.nanoTime() + START.toNanos();
        try {
            while (!started.await(100, TimeUnit.MILLISECONDS)) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    close();
                    throw new IllegalStateException("Payara Micro did not start: see its log");
                }
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
        }
    }
}
