package org.doclock.admin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.doclock.SharedServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every act of an administrator with the keyboard alone, on the small screen of a phone. */
class AdminKeyboardIT extends OthersLocks {

    @BeforeEach
    void lock() {
        acquire("a", "anna", 300);
        acquire("b", "ben", 240);
        acquire("c", "cleo", 7_200);
    }

    @ParameterizedTest
    @CsvSource({"en-GB,DARK,RELEASE", "de-DE,LIGHT,FREIGEBEN"})
    void onAPhoneTheKeyboardAloneIsEnough(String locale, ColorScheme scheme, String word) {
        try (AdminBrowser browser =
                AdminBrowser.signedOut(SharedServer.uri(), locale).signIn("admin", "admin")) {
            Page page = browser.narrow().openLocks("?prefix=" + prefix);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            findsItsWay(page);
            releasesOneWithNotice(page);
            releasesSelected(page);
            releasesMatching(page, word);
            clearsAll(page, word);
            releasesOnTheDocumentsPage(browser, page);
            looksBack(page);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void findsItsWay(Page page) {
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        tabTo(page, "[name=q]");
        page.keyboard().type("cleo");
        assertThat(page.locator("#locks_data tr")).hasCount(1);
        press(page, "Backspace", "cleo".length());
        assertThat(page.locator("#locks_data tr")).hasCount(3);
        tabTo(page, "[name=ends]");
        press(page, "ArrowDown", 2);
        assertThat(page.locator("#locks_data tr")).hasCount(2);
        press(page, "ArrowUp", 2);
        assertThat(page.locator("#locks_data tr")).hasCount(3);
        tabTo(page, "#export");
        Download download = page.waitForDownload(() -> page.keyboard().press("Enter"));
        assertThat(download.suggestedFilename()).isEqualTo("locks.csv");
        tabTo(page, "#columns summary");
        page.keyboard().press("Enter");
        tabTo(page, "[data-column=token]");
        page.keyboard().press("Space");
        assertThat(page.locator("td.token").first()).not().isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("#columns summary")).isFocused();
        for (String column : List.of("document", "user", "since", "ends", "activity", "sessions")) {
            tabTo(page, "th." + column);
            assertThat(page.locator("th." + column)).isInViewport();
            page.keyboard().press("Enter");
            assertThat(page.locator("th." + column)).hasAttribute("aria-sort", "ascending");
        }
    }

    private void releasesOneWithNotice(Page page) {
        tabTo(page, "button[data-release$='" + doc("c") + "']");
        page.keyboard().press("Enter");
        assertThat(page.locator("#reason")).isFocused();
        page.keyboard().press("Escape");
        assertThat(page.locator("#release")).not().isVisible();
        assertThat(page.locator("button[data-release$='" + doc("c") + "']")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("#reason")).isFocused();
        page.keyboard().type("by keyboard");
        tabTo(page, "#grace");
        press(page, "ArrowDown", 3);
        tabTo(page, "#releaseGo");
        go(page);
        assertThat(redis.pttl("doc-lock:" + doc("c"))).isBetween(1L, 60_000L);
    }

    private void releasesSelected(Page page) {
        tabTo(page, "[data-select$='" + doc("a") + "']");
        page.keyboard().press("Space");
        assertThat(page.locator("#releaseSelected")).containsText("(1)");
        tabTo(page, "#releaseSelected");
        page.keyboard().press("Enter");
        assertThat(page.locator("#reason")).isFocused();
        go(page);
        assertThat(isLocked("a")).isFalse();
        assertThat(isLocked("b")).isTrue();
    }

    private void releasesMatching(Page page, String word) {
        tabTo(page, "#releaseMatching");
        page.keyboard().press("Enter");
        assertThat(page.locator("#confirm")).isFocused();
        page.keyboard().type(word);
        go(page);
        assertThat(isLocked("b")).isFalse();
    }

    private void clearsAll(Page page, String word) {
        acquire("d", "dora", 300);
        tabTo(page, "#clearAll");
        page.keyboard().press("Enter");
        assertThat(page.locator("#confirm")).isFocused();
        page.keyboard().type(word);
        go(page);
        assertThat(isLocked("d")).isFalse();
    }

    private void releasesOnTheDocumentsPage(AdminBrowser browser, Page page) {
        acquire("e", "emil", 300);
        assertThat(page.locator("#locks_data tr")).hasCount(1);
        assertThat(page.locator("td.document a")).hasText(doc("e"));
        tabTo(page, "td.document a");
        page.keyboard().press("Enter");
        page.waitForSelector("#fresh time:not(:empty)");
        tabTo(page, "#releaseThis");
        page.keyboard().press("Enter");
        assertThat(page.locator("#reason")).isFocused();
        go(page);
        assertThat(isLocked("e")).isFalse();
        assertThat(page.locator("#releaseThis")).hasCount(0);
    }

    private void looksBack(Page page) {
        tabTo(page, "a[href$='history.xhtml']");
        page.keyboard().press("Enter");
        page.waitForURL("**/history.xhtml");
        tabTo(page, "[name=document]");
        page.keyboard().type(doc("c"));
        page.keyboard().press("Enter");
        assertThat(page.locator(".entries tbody")).containsText("by keyboard");
        tabTo(page, "a[href$='figures.xhtml']");
        page.keyboard().press("Enter");
        page.waitForURL("**/figures.xhtml");
        tabTo(page, "[id='caller:signOut']");
        page.keyboard().press("Enter");
        page.waitForURL("**/login.xhtml?to=**");
    }

    /** Enter in the dialog, and again when it has finished. */
    private static void go(Page page) {
        page.keyboard().press("Enter");
        // Some of them may have ended a moment before, which is told apart.
        assertThat(page.locator("#releaseCounts li").first()).isVisible();
        assertThat(page.locator("#releaseClose")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("#release")).not().isVisible();
    }

    private static void press(Page page, String key, int times) {
        for (int i = 0; i < times; i++) {
            page.keyboard().press(key);
        }
    }

    private static void tabTo(Page page, String selector) {
        for (int i = 0; i < 80; i++) {
            page.keyboard().press("Tab");
            if ((Boolean) page.evaluate("s => document.activeElement.matches(s)", selector)) {
                return;
            }
        }
        throw new AssertionError("Tab never came to " + selector);
    }
}
