package org.doclock.admin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.doclock.Api;
import org.doclock.SharedServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The administrators' pages in a real browser. */
class AdminPagesIT extends OthersLocks {

    private static final Api APP = Api.anonymous(SharedServer.uri()).as("app");
    private static final int A_SECOND = 1000;

    private static AdminBrowser browser;

    @BeforeAll
    static void signIn() {
        browser = AdminBrowser.english(SharedServer.uri());
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @BeforeEach
    void startAfresh() {
        browser.startAfresh();
    }

    private long acquire(String name, String user) {
        return acquire(name, user, 300);
    }

    private Page locks() {
        return browser.openLocks("?prefix=" + prefix);
    }

    private Locator row(Page page, String name) {
        return page.locator("#locks_data tr")
                .filter(
                        new Locator.FilterOptions()
                                .setHas(
                                        page.getByRole(
                                                AriaRole.LINK,
                                                new GetByRoleOptions()
                                                        .setName(doc(name))
                                                        .setExact(true))));
    }

    private void awaitFinished(Page page) {
        assertThat(page.locator("#releaseTitle")).hasText("Finished");
    }

    // ---- live

    @Test
    void whatIsLockedOrReleasedElsewhereIsSeenWithinASecondAndNothingIsDisturbed() {
        acquire("a", "anna");
        acquire("b", "ben");
        acquire("c", "cleo");
        Page page = locks();
        row(page, "b").locator("input[type=checkbox]").check();
        row(page, "c").evaluate("row => { row.sameAsBefore = true; }");
        page.locator("button[data-release]").nth(2).focus();
        page.evaluate("scrollTo(0, 40)");
        assertThat(page.locator("#releaseSelected")).hasText("Release selected (1)");

        acquire("aa", "dora");
        assertThat(row(page, "aa")).isVisible(new IsVisibleOptions().setTimeout(A_SECOND));
        release("a", "anna");
        assertThat(row(page, "a")).not().isVisible(new IsVisibleOptions().setTimeout(A_SECOND));

        assertThat(row(page, "c").evaluate("row => row.sameAsBefore")).isEqualTo(true);
        assertThat(row(page, "b").locator("input[type=checkbox]")).isChecked();
        assertThat(page.locator("#releaseSelected")).hasText("Release selected (1)");
        assertThat(page.locator("[name=prefix]")).hasValue(prefix);
        assertThat(page.evaluate("document.activeElement.getAttribute('aria-label')"))
                .isEqualTo("Release " + doc("c"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void anOpenDialogStaysOpenWhileTheTableChanges() {
        acquire("a", "anna");
        Page page = locks();
        row(page, "a").locator("button[data-release]").click();
        page.fill("#reason", "she is on hol");
        acquire("b", "ben");
        assertThat(row(page, "b")).isVisible();
        assertThat(page.locator("#release")).isVisible();
        assertThat(page.locator("#reason")).isFocused();
        assertThat(page.locator("#reason")).hasValue("she is on hol");
    }

    @Test
    void theTimeLeftCountsDownAndALockThatRanOutVanishes() {
        acquire("a", "anna", 3);
        Page page = locks();
        assertThat(row(page, "a").locator("[data-ends]")).hasText("0:02");
        assertThat(row(page, "a")).not().isVisible();
    }

    // ---- acts

    @Test
    void anAdministratorEndsOneLockAndTheHistoryTells() {
        acquire("a", "anna");
        Page page = locks();
        row(page, "a").locator("button[data-release]").click();
        page.fill("#reason", "Anna hat Urlaub: schöne Grüße");
        page.click("#releaseGo");
        awaitFinished(page);
        assertThat(page.locator("#releaseCounts")).containsText("1 ended");
        assertThat(isLocked("a")).isFalse();
        page.click("#releaseClose");
        assertThat(row(page, "a")).not().isVisible();

        browser.open("/admin/history.xhtml?document=" + doc("a"));
        assertThat(page.locator(".entries tbody tr")).hasCount(1);
        assertThat(page.locator(".entries tbody tr")).containsText("Anna hat Urlaub: schöne Grüße");
        assertThat(page.locator(".entries tbody tr")).containsText("127.0.0.1");
    }

    @Test
    void aGrantThatChangedHandsMeanwhileIsLeftToItsNewHolder() {
        acquire("a", "anna");
        Page page = locks();
        row(page, "a").locator("button[data-release]").click();
        release("a", "anna");
        long token = acquire("a", "ben");
        page.click("#releaseGo");
        awaitFinished(page);
        assertThat(page.locator("#releaseProblems"))
                .containsText("changed hands meanwhile, left alone, now held by ben Berg");
        assertThat(redis.get("doc-lock:" + doc("a"))).contains("\"token\":" + token);
    }

    @Test
    void aHolderMayBeGivenNoticeAndTheRowSaysSo() {
        acquire("a", "anna");
        Page page = locks();
        row(page, "a").locator("button[data-release]").click();
        page.selectOption("#grace", "30");
        page.fill("#reason", "month end");
        page.click("#releaseGo");
        awaitFinished(page);
        assertThat(page.locator("#releaseCounts")).containsText("1 told, ending soon");
        page.click("#releaseClose");
        assertThat(row(page, "a").locator(".badge")).hasText("ending");
        assertThat(redis.pttl("doc-lock:" + doc("a"))).isBetween(1L, 30_000L);
        browser.openDocument(doc("a"));
        assertThat(page.locator("#fresh")).containsText("month end");
    }

    @Test
    void theSelectedLocksEndAndOneThatHadEndedIsNamed() {
        for (String name : List.of("a", "b", "c")) {
            acquire(name, "anna");
        }
        Page page = locks();
        row(page, "a").locator("input[type=checkbox]").check();
        row(page, "b").locator("input[type=checkbox]").check();
        page.click("#releaseSelected");
        assertThat(page.locator("#releaseTitle")).hasText("Release 2 locks?");
        release("b", "anna");
        page.click("#releaseGo");
        awaitFinished(page);
        assertThat(page.locator("#releaseCounts")).containsText("1 ended");
        assertThat(page.locator("#releaseProblems")).containsText(doc("b") + ": had ended before");
        assertThat(isLocked("a")).isFalse();
        assertThat(isLocked("c")).isTrue();
    }

    @Test
    void allThatMatchTheFilterEndOnceTheWordIsTyped() {
        for (int i = 0; i < 30; i++) {
            acquire("m" + i, "anna");
        }
        acquire("other", "ben");
        Page page = browser.openLocks("?prefix=" + prefix + "m");
        page.click("#releaseMatching");
        assertThat(page.locator("#releaseTitle")).hasText("Release 30 locks?");
        assertThat(page.locator("#releaseGo")).isDisabled();
        page.fill("#confirm", "RELEASE");
        acquire("m99", "ben");
        page.click("#releaseGo");
        awaitFinished(page);
        assertThat(page.locator("#releaseCounts")).containsText("30 ended");
        assertThat(redis.keys("doc-lock:" + prefix + "*"))
                .isEqualTo(Set.of("doc-lock:" + doc("other"), "doc-lock:" + doc("m99")));
    }

    @Test
    void everythingIsClearedOnceTheWordIsTyped() {
        acquire("a", "anna");
        acquire("b", "ben");
        Page page = locks();
        page.click("#clearAll");
        page.fill("#confirm", "release");
        assertThat(page.locator("#releaseGo")).isDisabled();
        page.fill("#confirm", "RELEASE");
        page.click("#releaseGo");
        awaitFinished(page);
        assertThat(redis.keys("doc-lock:" + prefix + "*")).isEmpty();
    }

    @Test
    void aDocumentsPageShowsHolderWaitingAndHistoryAndEndsTheLock() {
        acquire("a", "anna");
        Api.anonymous(SharedServer.uri())
                .as("bob")
                .post("request", "{\"docId\":\"%s\",\"message\":\"May I?\"}".formatted(doc("a")));
        Page page = browser.openDocument(doc("a"));
        assertThat(page.locator("#fresh")).containsText("anna Berg");
        assertThat(page.locator(".requests")).containsText("May I?");
        page.click("#releaseThis");
        page.fill("#reason", "as agreed");
        page.click("#releaseGo");
        awaitFinished(page);
        assertThat(page.locator("#fresh")).containsText("Nobody holds this document");
        assertThat(page.locator(".entries")).containsText("as agreed");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theFiguresShowWhoIsRefusedAndHowRedisIs() {
        acquire("a", "anna");
        for (int i = 0; i < 3; i++) {
            Api.anonymous(SharedServer.uri())
                    .as("bob")
                    .post("acquire", "{\"docId\":\"%s\"}".formatted(doc("a")));
        }
        Page page = browser.open("/admin/figures.xhtml");
        assertThat(page.locator("section", new Page.LocatorOptions().setHasText("Redis")))
                .containsText("answers");
        assertThat(page.locator(".chart rect").first()).isAttached();
        assertThat(browser.complaints()).isEmpty();
    }

    // ---- filter, order, columns, export

    @Test
    void theFilterNarrowsAsOneTypesAndTheAddressCarriesIt() {
        acquire("apple", "anna");
        acquire("pear", "ben");
        Page page = locks();
        page.locator("[name=q]").pressSequentially("BEN ber");
        assertThat(row(page, "apple")).not().isVisible();
        assertThat(row(page, "pear")).isVisible();
        assertThat(page.url()).contains("q=BEN+ber").contains("prefix=" + prefix);
        assertThat(page.locator("#count")).hasText("1 lock");
        page.reload();
        assertThat(page.locator("[name=q]")).hasValue("BEN ber");
        assertThat(row(page, "pear")).isVisible();
        assertThat(row(page, "apple")).not().isVisible();
        page.fill("[name=q]", "nobody");
        assertThat(page.locator("#locks_data")).hasText("No lock matches the filter.");
        page.fill("[name=q]", "");
        page.fill("[name=user]", "anna");
        assertThat(row(page, "pear")).not().isVisible();
        assertThat(row(page, "apple")).isVisible();
        page.selectOption("[name=age]", "5");
        assertThat(row(page, "apple")).not().isVisible();
        page.selectOption("[name=age]", "");
        page.selectOption("[name=ends]", "5");
        assertThat(row(page, "apple")).isVisible();
        page.click("#reset");
        page.waitForURL("**/admin/locks.xhtml");
        assertThat(page.locator("[name=user]")).hasValue("");
    }

    @Test
    void everyColumnSortsBothWaysAndPagesTurn() {
        for (int i = 10; i < 40; i++) {
            acquire("s" + i, "user" + (i % 3), 100 + i);
        }
        Page page = locks();
        for (String column :
                List.of("Document", "User", "Since", "Ends in", "Activity", "Sessions", "Token")) {
            Locator header = page.locator("th", new Page.LocatorOptions().setHasText(column));
            header.click();
            assertThat(header).hasAttribute("aria-sort", "ascending");
            header.click();
            assertThat(header).hasAttribute("aria-sort", "descending");
        }
        Locator first = page.locator("#locks_data tr").first();
        assertThat(first).containsText(doc("s39"));
        page.locator(".ui-paginator-next").click();
        assertThat(page.locator("#locks_data tr")).hasCount(5);
        assertThat(page.locator("#locks_data tr").last()).containsText(doc("s10"));
        page.locator(".ui-paginator-rpp-options").selectOption("50");
        assertThat(page.locator("#locks_data tr")).hasCount(30);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void columnsAreChosenAndRemembered() {
        acquire("a", "anna");
        Page page = locks();
        page.click("#columns summary");
        page.uncheck("[data-column=token]");
        assertThat(page.locator("td.token")).not().isVisible();
        page.reload();
        assertThat(page.locator("#locks_data td.document")).isVisible();
        assertThat(page.locator("td.token")).not().isVisible();
    }

    @Test
    void theExportHoldsWhatIsFilteredAndNoFormula() throws IOException {
        acquire("apple", "anna");
        acquire("pear", "=cmd");
        Page page = browser.openLocks("?q=" + prefix + "pear");
        Download download = page.waitForDownload(() -> page.click("#export"));
        List<String> lines = Files.readAllLines(download.path());
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).startsWith(doc("pear") + ",\"'=cmd\",\"'=cmd Berg\",");
    }

    // ---- languages

    @Test
    void germanSpeakersReadGerman() {
        acquire("a", "anna");
        try (AdminBrowser german =
                AdminBrowser.signedOut(SharedServer.uri(), "de-AT").signIn("admin", "admin")) {
            Page page = german.openLocks("?prefix=" + prefix);
            assertThat(page.locator("h1")).hasText("Sperren");
            assertThat(page.locator("#count")).hasText("1 Sperre");
            row(page, "a").locator("button[data-release]").click();
            assertThat(page.locator("#releaseTitle")).hasText("Diese Sperre freigeben?");
            page.click("#releaseGo");
            assertThat(page.locator("#releaseTitle")).hasText("Fertig");
            assertThat(page.locator("#releaseCounts")).containsText("1 beendet");
        }
    }

    // ---- expiry

    @Test
    void aSessionThatEndedIsSaidInAFriendlyWay() {
        try (AdminBrowser guest = AdminBrowser.english(SharedServer.uri())) {
            Page page = guest.openLocks("?prefix=" + prefix);
            guest.context().clearCookies();
            assertThat(page.locator("#expired")).isVisible();
            guest.assertAccessible();
            page.click("[data-reload]");
            page.waitForURL("**/login.xhtml?to=**");
            page.fill("[id='form:name']", "admin");
            page.fill("[id='form:password']", "admin");
            page.click("[id='form:submit']");
            page.waitForURL("**/admin/locks.xhtml?prefix=" + prefix);
        }
    }

    @Test
    void aPageThatExpiredIsSaidInAFriendlyWay() {
        Page page = locks();
        AdminPages.forgetView(page);
        page.click("#clearAll");
        assertThat(page.locator("#expired")).isVisible();

        browser.open("/admin/history.xhtml");
        AdminPages.forgetView(page);
        page.click("[id='caller:signOut']");
        assertThat(page.locator("h1")).hasText("This page has expired");
        browser.assertAccessible();
        page.click("main a");
        assertThat(page.locator("h1")).hasText("History");
    }

    @Test
    void signingOutLeadsToTheSignInPage() {
        try (AdminBrowser guest = AdminBrowser.english(SharedServer.uri())) {
            Page page = guest.open("/admin/figures.xhtml");
            page.click("[id='caller:signOut']");
            page.waitForURL("**/login.xhtml?to=**");
            guest.open("/admin/locks.xhtml");
            assertThat(page.url()).contains("/login.xhtml");
        }
    }

    @Test
    void theTableSaysWhenItIsNotLive() {
        acquire("a", "anna");
        Page page = locks();
        browser.context().setOffline(true);
        assertThat(page.locator("#live")).hasText("Not live: the server does not answer");
        assertThat(row(page, "a")).isVisible();
        browser.context().setOffline(false);
        assertThat(page.locator("#live")).hasText("Live");
    }

    @Test
    void whatPeopleAreCalledIsShownAsText() {
        APP.post(
                "acquire",
                ("{\"docId\":\"%s<b>x</b>,'\\\"&é/ %%\",\"userId\":\"<img src=x onerror=alert(1)>\","
                                + "\"username\":\"<script>alert(1)</script>\"}")
                        .formatted(prefix));
        Page page = locks();
        assertThat(page.locator("#locks_data td.document")).containsText("<b>x</b>,'\"&é/ %");
        assertThat(page.locator("td.user")).containsText("<script>alert(1)</script>");
        page.click("td.document a");
        assertThat(page.locator("h1")).hasText(prefix + "<b>x</b>,'\"&é/ %");
        page.waitForSelector("#fresh time:not(:empty)");
        page.click("#releaseThis");
        assertThat(page.locator("#releaseWhat")).containsText("<script>alert(1)</script>");
        page.click("#releaseGo");
        awaitFinished(page);
        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .until(() -> redis.keys("doc-lock:" + prefix + "*").isEmpty());
        assertThat(browser.complaints()).isEmpty();
    }
}
