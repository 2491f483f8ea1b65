package org.doclock.quoting;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.doclock.Chromium;
import org.doclock.SharedServer;

/**
 * Somebody who has signed in, in a browser of their own.
 *
 * @param context the browser, which further tabs share
 * @param page the tab that is looked at
 * @param complaints what the page's console has complained about
 */
record Visitor(BrowserContext context, Page page, List<String> complaints)
        implements AutoCloseable {

    static Visitor signedIn(String name) {
        return signedIn(name, new NewContextOptions());
    }

    static Visitor signedIn(String name, NewContextOptions options) {
        BrowserContext context =
                Chromium.shared().newContext(options.setBaseURL(SharedServer.uri().toString()));
        Visitor visitor = of(context);
        visitor.page.navigate("/login.xhtml");
        visitor.page.getByLabel("Name").fill(name);
        visitor.page.getByLabel("Password").fill(name);
        visitor.button("Sign in").click();
        assertThat(visitor.page.getByText("Signed in as")).isVisible();
        return visitor;
    }

    private static Visitor of(BrowserContext context) {
        List<String> complaints = new CopyOnWriteArrayList<>();
        Page page = context.newPage();
        page.onConsoleMessage(
                message -> {
                    if (message.type().equals("error")) {
                        complaints.add(message.text());
                    }
                });
        page.onPageError(complaints::add);
        return new Visitor(context, page, complaints);
    }

    Visitor inAnotherTab() {
        return of(context);
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

    /** The strip that says who edits. */
    Locator notice() {
        return page.locator("document-lock [part=message]");
    }

    @Override
    public void close() {
        context.close();
    }
}
