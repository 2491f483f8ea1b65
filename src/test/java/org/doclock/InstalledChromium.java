package org.doclock;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Finds a Chromium or Chrome on this machine, and brings one if there is none: Playwright's own,
 * else that of the system's package manager where this process may use it.
 */
final class InstalledChromium {

    static final String MISSING =
            "The browser tests need Chromium: install it, for instance with"
                    + " 'apt-get install chromium', or let this machine reach Playwright's"
                    + " downloads";

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private static final List<Path> ELSEWHERE =
            List.of(
                    Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
                    Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"));

    /** Looked for once: whoever has none waits for the failed downloads a single time. */
    private static final Optional<Path> FOUND =
            installed()
                    .or(InstalledChromium::downloaded)
                    .or(InstalledChromium::download)
                    .or(InstalledChromium::fromPackageManager);

    private InstalledChromium() {}

    /**
     * @throws IllegalStateException with one line that says what to install
     */
    static Path find() {
        return FOUND.orElseThrow(() -> new IllegalStateException(MISSING));
    }

    private static Optional<Path> installed() {
        Stream<Path> onPath =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        return Stream.concat(onPath, ELSEWHERE.stream()).filter(Files::isExecutable).findFirst();
    }

    /** What an earlier run has downloaded. */
    private static Optional<Path> downloaded() {
        Path home = Path.of(System.getProperty("user.home"));
        return Stream.of(
                        home.resolve(".cache/ms-playwright"),
                        home.resolve("Library/Caches/ms-playwright"))
                .filter(Files::isDirectory)
                .flatMap(InstalledChromium::executables)
                .findFirst();
    }

    private static Stream<Path> executables(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(Files::isRegularFile)
                    .filter(it -> it.getFileName().toString().matches("chrome|Chromium"))
                    .filter(Files::isExecutable)
                    .toList()
                    .stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static Optional<Path> download() {
        ProcessBuilder install =
                Driver.ensureDriverInstalled(Map.of(), false).createProcessBuilder();
        install.command().addAll(List.of("install", "chromium", "--no-shell"));
        return succeeds(install) ? downloaded() : Optional.empty();
    }

    private static Optional<Path> fromPackageManager() {
        boolean mayInstall =
                System.getProperty("user.name").equals("root")
                        && Files.isExecutable(Path.of("/usr/bin/apt-get"));
        if (!mayInstall || !succeeds(new ProcessBuilder("apt-get", "update", "-q"))) {
            return Optional.empty();
        }
        ProcessBuilder install =
                new ProcessBuilder(
                        "apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium");
        install.environment().put("DEBIAN_FRONTEND", "noninteractive");
        return succeeds(install) ? installed() : Optional.empty();
    }

    private static boolean succeeds(ProcessBuilder command) {
        try {
            Process process =
                    command.redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (process.waitFor(5, TimeUnit.MINUTES)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
