package org.doclock.client;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.doclock.Chromium;
import org.doclock.SharedServer;

/** A browser tab of a user, with the plain HTML page of a quote in it. */
record Editor(Page page, URI server, List<String> errors) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Map<String, String> SIGNED_IN = new HashMap<>();

    /** A browser of their own, signed in to the shared server. */
    static Editor signedIn(String user) {
        return signedIn(user, new NewContextOptions());
    }

    static Editor signedIn(String user, NewContextOptions options) {
        if (!SIGNED_IN.containsKey(user)) {
            Editor first =
                    signedIn(Chromium.shared(), SharedServer.uri(), user, new NewContextOptions());
            SIGNED_IN.put(user, first.page().context().storageState());
            first.close();
        }
        options.setStorageState(SIGNED_IN.get(user));
        return in(Chromium.shared().newContext(options), SharedServer.uri());
    }

    static Editor signedIn(Browser browser, URI server, String user, NewContextOptions options) {
        Editor editor = in(browser.newContext(options), server);
        editor.signIn(user);
        return editor;
    }

    private static Editor in(BrowserContext context, URI server) {
        return of(context.newPage(), server);
    }

    private static Editor of(Page page, URI server) {
        List<String> errors = new ArrayList<>();
        page.onPageError(errors::add);
        return new Editor(page, server, errors);
    }

    void signIn(String user) {
        page.navigate(server + "/login.xhtml");
        page.locator("#form\\:name").fill(user);
        page.locator("#form\\:password").fill(user);
        page.locator("#form\\:submit").click();
        page.getByText("Signed in as").waitFor();
    }

    /** Another tab of the same browser. */
    Editor newTab() {
        return in(page.context(), server);
    }

    /** The same page in a tab that has a copy of this one's sessionStorage. */
    Editor duplicate() {
        Page copy = page.waitForPopup(() -> page.evaluate("() => void open(location.href)"));
        return of(copy, server);
    }

    /**
     * @param query such as {@code id=9&ttl=3}
     */
    Editor open(String query) {
        page.navigate(server + "/client/quote.html?" + query);
        return this;
    }

    /** Opens the page and waits until it holds the lock. */
    Editor edit(String query) {
        open(query).awaits("held");
        return this;
    }

    String state() {
        return element().getAttribute("state");
    }

    void awaits(String state) {
        awaits(state, PATIENCE);
    }

    void awaits(String state, Duration within) {
        page.locator("document-lock[state=" + state + "]").waitFor(waiting(within));
    }

    /** Waits until the strip above the fields says this. */
    void awaitsText(String text) {
        awaitsText(text, PATIENCE);
    }

    void awaitsText(String text, Duration within) {
        try {
            bar().getByText(text).first().waitFor(waiting(within));
        } catch (TimeoutError e) {
            throw new AssertionError(
                    "'" + text + "' is not in '" + bar().innerText() + "' (" + state() + ")", e);
        }
    }

    void awaitsNoText(String text) {
        bar().getByText(text)
                .first()
                .waitFor(waiting(PATIENCE).setState(WaitForSelectorState.HIDDEN));
    }

    /** Notes when the states of the lock begin. */
    void watchStates() {
        page.evaluate(
                """
                () => {
                  window.begun = {};
                  document.querySelector('document-lock').addEventListener('doclock-state',
                      ({ detail }) => { window.begun[detail.state] = Date.now(); });
                }""");
    }

    /** When a state began, epoch ms. */
    long begun(String state) {
        return ((Number) page.evaluate("state => window.begun[state]", state)).longValue();
    }

    void press(String button) {
        page.locator("document-lock").getByText(button, exactly()).first().click();
    }

    Locator field(String name) {
        return page.locator("[name=" + name + "]").first();
    }

    /** By the keyboard, whether the field takes it or not. */
    void type(String name, String text) {
        field(name).focus();
        page.keyboard().press("Control+A");
        page.keyboard().insertText(text);
        page.keyboard().press("End");
        page.keyboard().type("!");
    }

    String value(String name) {
        return field(name).inputValue();
    }

    boolean isOpen() {
        return element().getAttribute("editable") != null;
    }

    Locator element() {
        return page.locator("document-lock");
    }

    Locator bar() {
        return page.locator("document-lock [part=bar]");
    }

    long token() {
        return ((Number) page.evaluate("() => document.querySelector('document-lock').lock.token"))
                .longValue();
    }

    /** What axe finds, one line each. */
    List<String> barriers() {
        return new AxeBuilder(page)
                .analyze().getViolations().stream().map(Editor::describe).toList();
    }

    private static String describe(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes();
    }

    /** As the server does while Redis is away. */
    static void answerUnavailable(Route route) {
        route.fulfill(
                new Route.FulfillOptions()
                        .setStatus(503)
                        .setContentType("application/json")
                        .setBody("{\"success\":false,\"code\":\"STORE_UNAVAILABLE\"}"));
    }

    void close() {
        page.context().close();
    }

    private static Locator.WaitForOptions waiting(Duration within) {
        return new Locator.WaitForOptions().setTimeout(within.toMillis());
    }

    private static Locator.GetByTextOptions exactly() {
        return new Locator.GetByTextOptions().setExact(true);
    }
}
