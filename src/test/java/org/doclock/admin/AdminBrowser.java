package org.doclock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.doclock.Chromium;

/** A browser in which an administrator is signed in. */
final class AdminBrowser implements AutoCloseable {

    private static final int WIDE = 1280;
    private static final int NARROW = 375;

    private final URI server;
    private final BrowserContext context;
    private Page page;
    private final List<String> complaints = new ArrayList<>();

    private AdminBrowser(URI server, NewContextOptions options) {
        this.server = server;
        context = Chromium.shared().newContext(options);
        page = newPage();
    }

    AdminBrowser signIn(String name, String password) {
        page.navigate(server + "/login.xhtml");
        page.fill("[id='form:name']", name);
        page.fill("[id='form:password']", password);
        page.click("[id='form:submit']");
        return this;
    }

    /** Leaves the page that was open. */
    void startAfresh() {
        if (page.url().startsWith(server.toString())) {
            page.evaluate("localStorage.clear()");
        }
        page.close();
        complaints.clear();
        page = newPage();
    }

    private Page newPage() {
        Page fresh = context.newPage();
        fresh.onConsoleMessage(
                message -> {
                    if (message.type().equals("error") || message.type().equals("warning")) {
                        complaints.add(message.text());
                    }
                });
        fresh.onPageError(complaints::add);
        return fresh;
    }

    static AdminBrowser english(URI server) {
        return signedOut(server, "en-GB").signIn("admin", "admin");
    }

    /** In the middle of a movement colours are not what they will be: nothing moves. */
    static AdminBrowser signedOut(URI server, String locale) {
        return new AdminBrowser(
                server,
                new NewContextOptions()
                        .setLocale(locale)
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setViewportSize(WIDE, 900));
    }

    Page open(String path) {
        page.navigate(server + path);
        return page;
    }

    /** The page of all locks, as soon as it is live. */
    Page openLocks(String query) {
        open("/admin/locks.xhtml" + query);
        page.waitForSelector("#live[data-state='on']");
        return page;
    }

    /** The page of a document, as soon as its script runs. */
    Page openDocument(String id) {
        open("/admin/document.xhtml?id=" + URLEncoder.encode(id, StandardCharsets.UTF_8));
        page.waitForSelector("#fresh time:not(:empty)");
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /** What the browser's console says of the pages so far, and forgets. */
    List<String> complaints() {
        List<String> all = List.copyOf(complaints);
        complaints.clear();
        return all;
    }

    void assertAccessible() {
        assertAccessible(page.url());
    }

    private void assertAccessible(String what) {
        // Our pages have no frames: axe need not open a page of its own for what it found in them.
        assertThat(new AxeBuilder(page).setLegacyMode(true).analyze().getViolations())
                .as(what)
                .extracting(it -> it.getId() + " " + it.getNodes())
                .isEmpty();
    }

    /**
     * Looks at the page in the light and in the dark, on a wide screen and on a phone: it fits, and
     * axe finds no barrier. What it looks like is kept in {@code target/screenshots}.
     */
    void look(String name) {
        assertThat(page.innerText("body")).as(name + " lacks a text").doesNotContain("???");
        for (int width : List.of(WIDE, NARROW)) {
            page.setViewportSize(width, 900);
            for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                String look = "admin-%s-%s-%d".formatted(name, scheme, width).toLowerCase();
                Chromium.screenshot(page, look);
                assertAccessible(look);
            }
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth - innerWidth"))
                    .as(name + " is wider than the screen")
                    .isLessThanOrEqualTo(0);
        }
        page.setViewportSize(WIDE, 900);
    }

    /** The small screen of a phone. */
    AdminBrowser narrow() {
        page.setViewportSize(NARROW, 700);
        return this;
    }

    @Override
    public void close() {
        context.close();
    }
}
