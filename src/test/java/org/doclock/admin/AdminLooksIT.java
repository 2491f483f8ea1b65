package org.doclock.admin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.function.Consumer;
import org.doclock.Api;
import org.doclock.SharedServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every page, dialog and error page that an administrator may meet, in both languages, light and
 * dark, on a wide screen and on a phone.
 */
class AdminLooksIT extends OthersLocks {

    @BeforeEach
    void lock() {
        acquire("a", "anna", 300);
        acquire("b", "ben", 30);
        acquire("c", "cleo", 7_200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-GB", "de-DE"})
    void everyPageAndDialogIsAccessibleAndFits(String locale) {
        try (AdminBrowser browser =
                AdminBrowser.signedOut(SharedServer.uri(), locale).signIn("admin", "admin")) {
            Consumer<String> look = name -> browser.look(locale.substring(0, 2) + "-" + name);
            lookAtLocks(browser, look);
            lookAtDialogs(browser, look);
            lookAtOtherPages(browser, look);
            Page page = browser.openLocks("?prefix=" + prefix);
            assertThat(page.locator("html")).hasAttribute("lang", locale.substring(0, 2));
            assertThat(browser.complaints()).isEmpty();
            browser.context().clearCookies();
            assertThat(page.locator("#expired")).isVisible();
            look.accept("expired-dialog");
        }
    }

    private void lookAtLocks(AdminBrowser browser, Consumer<String> look) {
        Page page = browser.openLocks("?prefix=" + prefix);
        assertThat(page.locator("#locks_data tr")).hasCount(3);
        page.locator("[data-select]").nth(1).check();
        look.accept("locks");
        page.click("#columns summary");
        look.accept("columns");
        page.keyboard().press("Escape");
        browser.openLocks("?prefix=" + prefix + "nothing");
        look.accept("no-locks");
        browser.openLocks("?prefix=" + prefix);
        browser.context().setOffline(true);
        assertThat(page.locator("#live[data-state='lost']")).isVisible();
        look.accept("not-live");
        browser.context().setOffline(false);
        browser.complaints();
    }

    private void lookAtDialogs(AdminBrowser browser, Consumer<String> look) {
        Page page = browser.openLocks("?prefix=" + prefix);
        page.locator("[data-release]").first().click();
        look.accept("release-one");
        page.click("#releaseCancel");
        page.check("#selectAll");
        page.click("#releaseSelected");
        look.accept("release-selected");
        page.click("#releaseCancel");
        page.click("#releaseMatching");
        look.accept("release-matching");
        page.click("#releaseCancel");
        page.click("#clearAll");
        look.accept("clear-all");
        page.click("#releaseCancel");
        String running =
                """
                {"total":100,"finished":false,"counts":{"DONE":40,"WAITING":60},"problems":[]}""";
        lookAtProgress(page, running, () -> look.accept("running"));
        String everything =
                """
                {"total":100,"finished":true,"counts":{"DONE":40,"NOTICED":10,"ENDED":10,"CHANGED_HANDS":1,
                 "NOT_DONE":28,"UNKNOWN":1,"ENDED_SINCE":10},"problems":[
                 {"document":"quote-1","state":"CHANGED_HANDS","holder":"Ben Berg"},
                 {"document":"quote-2","state":"NOT_DONE"},{"document":"quote-3","state":"UNKNOWN"},
                 {"document":"quote-4","state":"ENDED"},{"document":"quote-5","state":"ENDED_SINCE"}]}""";
        lookAtProgress(page, everything, () -> look.accept("finished"));
    }

    /** Of what passes by too quickly, or needs a Redis that fails: the dialog is told of it. */
    private static void lookAtProgress(Page page, String release, Runnable look) {
        String state = "{\"live\":true,\"now\":0,\"version\":0,\"total\":3,\"release\":%s}";
        page.route(
                "**/state.xhtml?release=*",
                route ->
                        route.fulfill(
                                new Route.FulfillOptions()
                                        .setContentType("application/json")
                                        .setBody(state.formatted(release))));
        page.locator("[data-release]").first().click();
        page.selectOption("#grace", "60");
        page.click("#releaseGo");
        assertThat(page.locator("#releaseCounts li").first()).isVisible();
        look.run();
        page.unrouteAll();
        page.click("#releaseClose");
    }

    private void lookAtOtherPages(AdminBrowser browser, Consumer<String> look) {
        Api.anonymous(SharedServer.uri())
                .as("bob")
                .post("request", "{\"docId\":\"%s\",\"message\":\"May I?\"}".formatted(doc("c")));
        Api.anonymous(SharedServer.uri())
                .as("bob")
                .post("acquire", "{\"docId\":\"%s\"}".formatted(doc("c")));
        browser.openDocument(doc("c"));
        look.accept("document");
        release("b", "ben");
        browser.open("/admin/document.xhtml?id=" + doc("b"));
        look.accept("free");
        browser.open("/admin/document.xhtml?id=" + "x".repeat(257));
        look.accept("impossible");
        browser.open("/admin/history.xhtml");
        look.accept("history");
        browser.open("/admin/history.xhtml?document=" + doc("nothing"));
        look.accept("no-history");
        browser.open("/admin/figures.xhtml").waitForSelector(".chart");
        look.accept("figures");
        browser.open("/login.xhtml");
        look.accept("signed-in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-GB", "de-DE"})
    void signInAndErrorPagesAreAccessibleAndFit(String locale) {
        try (AdminBrowser browser = AdminBrowser.signedOut(SharedServer.uri(), locale)) {
            Consumer<String> look = name -> browser.look(locale.substring(0, 2) + "-" + name);
            Page page = browser.open("/admin/locks.xhtml");
            page.waitForURL("**/login.xhtml?to=**");
            look.accept("sign-in");
            browser.signIn("nobody", "at all");
            assertThat(page.locator(".messages")).isVisible();
            look.accept("wrong");
            browser.open("/nowhere");
            look.accept("404");
            browser.open("/login.xhtml?jakarta.faces.ViewState=1");
            look.accept("400");
            browser.signIn("alice", "alice").open("/admin/locks.xhtml");
            look.accept("403");
            browser.context().clearCookies();
            browser.signIn("admin", "admin").open("/admin/history.xhtml");
            AdminPages.forgetView(page);
            page.click("[id='caller:signOut']");
            look.accept("expired");
        }
    }
}
