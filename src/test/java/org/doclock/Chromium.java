package org.doclock;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The real browser of the tests, which reaches nothing but this machine. Like everything of
 * Playwright it belongs to one thread.
 */
public final class Chromium {

    private static final List<String> OPTIONS =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1");

    /** What Playwright switches off, and users have: it decides what happens to hidden pages. */
    private static final List<String> AS_USERS_HAVE_IT =
            List.of(
                    "--disable-back-forward-cache",
                    "--disable-background-timer-throttling",
                    "--disable-backgrounding-occluded-windows",
                    "--disable-renderer-backgrounding");

    private static Playwright playwright;
    private static Browser shared;

    private Chromium() {}

    /** The browser that all tests share: started by the first that asks, ended with the run. */
    public static synchronized Browser shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    /** One of the test's own, which it may kill, and else has to close. */
    public static synchronized Browser start(String... options) {
        Path executable = InstalledChromium.find();
        if (playwright == null) {
            playwright =
                    Playwright.create(
                            new CreateOptions()
                                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        }
        List<String> all = new ArrayList<>(OPTIONS);
        all.addAll(List.of(options));
        return playwright
                .chromium()
                .launch(
                        new LaunchOptions()
                                .setExecutablePath(executable)
                                .setIgnoreDefaultArgs(AS_USERS_HAVE_IT)
                                .setArgs(all));
    }

    /** How to start one without Playwright. */
    public static List<String> command(List<String> options) {
        List<String> command = new ArrayList<>(List.of(InstalledChromium.find().toString()));
        command.addAll(OPTIONS);
        command.addAll(options);
        return command;
    }

    /** Keeps what the page looks like in {@code target/screenshots}. */
    public static Path screenshot(Page page, String name) {
        Path file = Path.of("target", "screenshots", name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
        if (!Files.isReadable(file)) {
            throw new IllegalStateException(file + " was not written");
        }
        return file;
    }
}
