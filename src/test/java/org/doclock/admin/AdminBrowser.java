package org.doclock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.doclock.Chromium;

/** A browser in which an administrator is signed in. */
final class AdminBrowser implements AutoCloseable {

    private final URI server;
    private final BrowserContext context;
    private Page page;
    private final List<String> complaints = new ArrayList<>();

    private AdminBrowser(URI server, NewContextOptions options) {
        this.server = server;
        context = Chromium.shared().newContext(options);
        page = newPage();
        page.navigate(server + "/login.xhtml");
        page.fill("[id='form:name']", "admin");
        page.fill("[id='form:password']", "admin");
        page.click("[id='form:submit']");
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
        return of(server, "en-GB", ColorScheme.LIGHT, 1280);
    }

    static AdminBrowser of(URI server, String locale, ColorScheme scheme, int width) {
        return new AdminBrowser(
                server,
                new NewContextOptions()
                        .setLocale(locale)
                        .setColorScheme(scheme)
                        .setViewportSize(width, 900));
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
        assertThat(new AxeBuilder(page).analyze().getViolations())
                .as(page.url())
                .extracting(it -> it.getId() + " " + it.getNodes())
                .isEmpty();
    }

    @Override
    public void close() {
        context.close();
    }
}
