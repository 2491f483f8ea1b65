package org.doclock.quoting;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.Map;
import org.doclock.Api;
import org.doclock.Chromium;
import org.doclock.SharedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * The pages of the example in all their states, for people who see less, use no mouse, or have a
 * small screen. What they look like is kept in {@code target/screenshots}.
 */
class QuotingForEverybodyIT {

    private static final int QUOTE = 12;
    private static final String KEY = "doc-lock:quote-12";

    private Jedis redis;
    private Visitor alice;
    private Visitor bob;

    @BeforeEach
    void signIn() {
        redis = SharedServer.redis().connect();
        alice = Visitor.signedIn("alice");
        bob = Visitor.signedIn("bob");
    }

    @AfterEach
    void leave() {
        alice.close();
        bob.close();
        endTheLock();
        redis.close();
    }

    @Test
    void noStateHasABarrier() {
        bob.open(4);
        check(bob, "approved");
        bob.open(QUOTE);
        check(bob, "free");
        alice.edit(QUOTE);
        assertThat(bob.notice()).hasText("alice is editing this.");
        check(bob, "locked");
        alice.field("Title").fill("  ");
        alice.button("Save").click();
        assertThat(alice.text("must not be blank")).isVisible();
        check(alice, "wrong");
        alice.field("Title").fill("Dairy cooling, phase 2");
        bob.button("Ask to edit").click();
        check(bob, "asking");
        bob.button("Send").click();
        assertThat(alice.text("bob would like to edit this.").first()).isVisible();
        check(alice, "asked");
        bob.page().navigate("/quoting/quotes.xhtml");
        assertThat(bob.text("alice is editing")).isVisible();
        check(bob, "list");
        endTheLock();
        assertThat(alice.notice()).containsText("has ended your editing");
        check(alice, "lost");
        alice.button("Edit again").click();
        assertThat(alice.button("Put it back")).isVisible();
        check(alice, "draft");
    }

    @Test
    void everythingIsDoneByKeyboard() {
        alice.page().navigate("/quoting/quotes.xhtml");
        tabTo("Q-2026-012");
        alice.page().keyboard().press("Enter");
        assertThat(alice.notice()).hasText("Nobody is editing this.");
        tabTo("Edit");
        alice.page().keyboard().press("Enter");
        assertThat(alice.field("Title")).isFocused();
        assertThat(alice.field("Title")).isEditable();
        alice.page().keyboard().press("ControlOrMeta+A");
        alice.page().keyboard().type("Typed without a mouse");
        tabTo("Save and go on");
        alice.page().keyboard().press("Enter");
        assertThat(alice.text("Saved.")).isVisible();
        assertThat(alice.button("Save and go on")).isFocused();
        alice.page().keyboard().press("Shift+Tab");
        alice.page().keyboard().press("Space");
        assertThat(alice.text("Your changes are saved.")).isVisible();
        assertThat(alice.text("Typed without a mouse")).isVisible();
        assertThat(redis.exists(KEY)).isFalse();
    }

    private static void endTheLock() {
        Api.anonymous(SharedServer.uri())
                .as("admin")
                .post("force-release", "{\"docId\":\"quote-12\"}");
    }

    private void tabTo(String name) {
        Page page = alice.page();
        for (int i = 0; i < 60; i++) {
            page.keyboard().press("Tab");
            Object focused =
                    page.evaluate(
                            "() => { let it = document.activeElement;"
                                    + " while (it?.shadowRoot?.activeElement)"
                                    + " it = it.shadowRoot.activeElement;"
                                    + " return it?.value || it?.textContent || ''; }");
            if (name.equals(focused)) {
                return;
            }
        }
        throw new AssertionError("No way to " + name + " by the tab key");
    }

    /** By axe, light and dark, on a wide screen and on a small one. */
    private static void check(Visitor visitor, String state) {
        Page page = visitor.page();
        for (Map.Entry<String, ColorScheme> look :
                List.of(
                        Map.entry("light", ColorScheme.LIGHT),
                        Map.entry("dark", ColorScheme.DARK))) {
            page.emulateMedia(
                    new EmulateMediaOptions()
                            .setColorScheme(look.getValue())
                            .setReducedMotion(ReducedMotion.REDUCE));
            page.setViewportSize(look.getKey().equals("light") ? 1280 : 375, 800);
            assertThat(barriers(page)).as(state + ", " + look.getKey()).isEmpty();
            Chromium.screenshot(page, "quoting-" + state + "-" + look.getKey());
        }
        assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                .as(state + " fits into a small screen")
                .isEqualTo(true);
        page.setViewportSize(1280, 800);
        assertThat(visitor.complaints()).isEmpty();
    }

    private static List<String> barriers(Page page) {
        return new AxeBuilder(page)
                .setLegacyMode(true).analyze().getViolations().stream()
                        .map(QuotingForEverybodyIT::text)
                        .toList();
    }

    private static String text(Rule rule) {
        return rule.getId() + " " + rule.getNodes().get(0).getHtml();
    }
}
