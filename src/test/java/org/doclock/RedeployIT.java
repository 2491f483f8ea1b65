package org.doclock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * DocLock is deployed and undeployed in one server, and leaves neither threads nor classes behind:
 * 10 times with {@code -Pchaos}, else twice.
 */
class RedeployIT {

    private static final int ROUNDS = Chaos.either(2, 10);
    private static final Pattern ROUND =
            Pattern.compile(
                    "ROUND (\\d+) loaders (\\d+) classes (\\d+) threads (\\d+) of ours (.*)");

    /** What is left after a round. */
    private record Left(int loaders, int classes, int threads, String ours) {}

    @Test
    void nothingIsLeftBehind() throws Exception {
        List<String> log = run();
        List<Left> rounds =
                log.stream()
                        .map(ROUND::matcher)
                        .filter(Matcher::matches)
                        .map(RedeployIT::left)
                        .toList();
        rounds.forEach(it -> Chaos.report("%s", it));
        assertThat(rounds).as(String.join("\n", log)).hasSize(ROUNDS);
        assertThat(log)
                .filteredOn(it -> it.contains("/status/"))
                .allMatch(it -> it.endsWith("200"));
        // The server keeps the application that was there last.
        assertThat(rounds).allMatch(it -> it.loaders() <= 1).allMatch(it -> it.ours().equals("[]"));
        Left first = rounds.get(0);
        Left last = rounds.get(ROUNDS - 1);
        // The server grows pools of its own while it warms up.
        assertThat(last.threads()).isLessThanOrEqualTo(first.threads() + 15);
        // Each deployment brings some hundreds of ours and some thousands of its libraries'.
        assertThat(last.classes() - first.classes()).isLessThan(150 * ROUNDS);
        assertThat(log).noneMatch(it -> it.contains("leak"));
    }

    private static Left left(Matcher round) {
        return new Left(
                Integer.parseInt(round.group(2)),
                Integer.parseInt(round.group(3)),
                Integer.parseInt(round.group(4)),
                round.group(5));
    }

    private static List<String> run() throws IOException, InterruptedException {
        int port = RedisProcess.freePort();
        ProcessBuilder builder = new ProcessBuilder(command(port)).redirectErrorStream(true);
        builder.environment().putAll(DevUsers.environment());
        builder.environment().put("DOCLOCK_REDIS_URI", SharedServer.redisUriOfDocLock().toString());
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        List<String> log = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(log::add);
        }
        process.waitFor();
        return log;
    }

    private static List<String> command(int port) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@payara-config/jvm.options");
        command.add("-XX:TieredStopAtLevel=1");
        try (JarFile server = new JarFile("target/payara-micro.jar")) {
            command.addAll(opened(server, "Add-Opens", "--add-opens="));
            command.addAll(opened(server, "Add-Exports", "--add-exports="));
        }
        command.addAll(List.of("-cp", "target/payara-micro.jar:target/test-classes"));
        command.add(Redeployments.class.getName());
        command.addAll(List.of(Integer.toString(port), "target/doclock.war"));
        command.addAll(List.of("target/payara-" + port, Integer.toString(ROUNDS)));
        return command;
    }

    /** What {@code java -jar} would open by itself. */
    private static List<String> opened(JarFile server, String attribute, String option)
            throws IOException {
        String packages = server.getManifest().getMainAttributes().getValue(attribute);
        return Stream.of(packages.trim().split(" "))
                .map(it -> option + it + "=ALL-UNNAMED")
                .toList();
    }
}
