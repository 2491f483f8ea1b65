package org.doclock.quoting;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.doclock.Chromium;
import org.doclock.SharedServer;
import org.doclock.security.Browser;

/**
 * Somebody who has signed in, in a browser of their own.
 *
 * @param context the browser, which further tabs share
 * @param page the tab that is looked at
 * @param complaints what its scripts have failed at, and what its policy has refused
 */
record Visitor(BrowserContext context, Page page, List<String> complaints)
        implements AutoCloseable {

    private static final String SERVER = SharedServer.uri().toString();

    static Visitor signedIn(String name) {
        return signedIn(name, new NewContextOptions());
    }

    static Visitor signedIn(String name, NewContextOptions options) {
        Browser signIn = new Browser(SharedServer.uri());
        signIn.signIn(name, name);
        String[] cookie = signIn.cookie().orElseThrow().split("=", 2);
        BrowserContext context = Chromium.shared().newContext(options.setBaseURL(SERVER));
        context.addCookies(List.of(new Cookie(cookie[0], cookie[1]).setUrl(SERVER)));
        return inNewTab(context);
    }

    private static Visitor inNewTab(BrowserContext context) {
        List<String> complaints = new CopyOnWriteArrayList<>();
        Page page = context.newPage();
        page.onConsoleMessage(
                message -> {
                    // A request that was refused is not the page's mistake.
                    if (message.type().equals("error")
                            && !message.text().startsWith("Failed to load resource")) {
                        complaints.add(message.text());
                    }
                });
        page.onPageError(complaints::add);
        return new Visitor(context, page, complaints);
    }

    Visitor inAnotherTab() {
        return inNewTab(context);
    }

    void open(int quote) {
        page.navigate("/quoting/quote.xhtml?id=" + quote);
    }

    /** Opens a quote and begins to edit it. */
    void edit(int quote) {
        open(quote);
        button("Edit").click();
        assertThat(field("Title")).isEditable();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    Locator text(String part) {
        return page.getByText(part);
    }

    /** The strip that says who edits. */
    Locator notice() {
        return page.locator("document-lock [part=message]");
    }

    @Override
    public void close() {
        context.close();
    }
}
