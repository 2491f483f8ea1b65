package org.doclock.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import org.doclock.Api;
import org.doclock.Chromium;
import org.doclock.SharedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * What the page looks like in each state, light, dark and on a small screen (see {@code
 * target/screenshots}), that axe finds no barrier in it, and that the keyboard is enough.
 */
class AppearanceIT {

    private static final String KEY = "doc-lock:quote-11";

    private Jedis redis;
    private Editor alice;
    private Editor bob;

    @BeforeEach
    void signIn() {
        redis = SharedServer.redis().connect();
        redis.del(KEY);
        alice = Editor.signedIn("alice", still());
        bob = Editor.signedIn("bob", still());
    }

    @AfterEach
    void leave() {
        alice.close();
        bob.close();
        redis.del(KEY);
        redis.close();
    }

    @Test
    void hasNoBarrierWhileTwoPeopleWantToEdit() {
        alice.edit("id=11");
        look(alice, "held");
        bob.open("id=11").awaits("locked");
        look(bob, "locked");
        bob.press("Ask to edit");
        look(bob, "asking");
        bob.page().keyboard().type("Only one line");
        bob.page().keyboard().press("Enter");
        bob.awaitsText("alice has been told");
        look(bob, "asked");
        alice.field("title").fill("Typed");
        alice.awaitsText("Only one line");
        look(alice, "requested");
        Editor second = alice.newTab().open("id=11");
        second.awaits("locked");
        look(second, "in-another-tab");
        second.press("Edit here");
        second.awaits("held");
        alice.awaits("lost");
        look(alice, "taken-over");
        second.press("Cancel");
        second.awaits("free");
        look(second, "free");
        alice.press("Edit here");
        alice.awaitsText("was not saved.");
        look(alice, "draft");
        bob.page().navigate(bob.server() + "/client/list.html");
        bob.page().getByText("alice is editing").waitFor();
        look(bob, "list");
    }

    @Test
    void hasNoBarrierWhenSomethingGoesWrong() {
        alice.edit("id=11&ttl=6&idle=5&countdown=60").field("title").fill("Typed");
        alice.awaitsText("Are you still editing?");
        look(alice, "idle");
        alice.page().keyboard().press("Shift");
        alice.awaitsNoText("Are you still editing?");
        alice.page().context().setOffline(true);
        alice.awaits("offline");
        look(alice, "offline");
        alice.awaitsText("editing goes on when the connection is back");
        look(alice, "offline-over");
        alice.page().context().setOffline(false);
        alice.awaits("held");
        alice.page().route("**/api/lock/extend", Editor::answerUnavailable);
        alice.awaits("unavailable");
        look(alice, "unavailable");
        alice.page().unroute("**/api/lock/extend");
        alice.awaits("held");
        Api.anonymous(SharedServer.uri())
                .as("admin")
                .post("force-release", "{\"docId\":\"quote-11\",\"reason\":\"year-end closing\"}");
        alice.awaits("lost");
        look(alice, "broken");
    }

    @Test
    void theKeyboardIsEnough() {
        alice.edit("id=11").field("title").focus();
        alice.page().keyboard().press("End");
        alice.page().keyboard().type(" by keyboard");
        bob.open("id=11").awaits("locked");
        tabTo(bob, "Ask to edit");
        bob.page().keyboard().press("Enter");
        bob.page().keyboard().type("Please");
        bob.page().keyboard().press("Enter");
        bob.awaitsText("alice has been told");
        assertThat(focused(bob)).isEqualTo("Take the request back");
        alice.awaitsText("Please");
        assertThat(focused(alice)).isEqualTo("title");
        alice.page().keyboard().type("!");
        assertThat(alice.value("title")).endsWith("by keyboard!");
        tabTo(alice, "Save and hand over");
        alice.page().keyboard().press("Enter");
        bob.awaits("held");
        tabTo(bob, "customer");
        bob.page().keyboard().press("End");
        bob.page().keyboard().type("?");
        assertThat(bob.value("customer")).endsWith("?");
        tabTo(bob, "Save");
        bob.page().keyboard().press("Enter");
        bob.awaits("free");
        tabTo(bob, "Edit");
        bob.page().keyboard().press("Enter");
        bob.awaits("held");
    }

    /** In the middle of a movement colours are not what they will be. */
    private static NewContextOptions still() {
        return new NewContextOptions().setReducedMotion(ReducedMotion.REDUCE);
    }

    private static void look(Editor editor, String name) {
        Page page = editor.page();
        for (ColorScheme scheme : new ColorScheme[] {ColorScheme.DARK, ColorScheme.LIGHT}) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            assertThat(editor.barriers()).as(name + " " + scheme).isEmpty();
            Chromium.screenshot(page, name + "-" + scheme.name().toLowerCase());
        }
        page.setViewportSize(375, 700);
        assertThat((Boolean) page.evaluate("() => document.documentElement.scrollWidth > 375"))
                .as(name + " is wider than a small screen")
                .isFalse();
        Chromium.screenshot(page, name + "-small");
        page.setViewportSize(1280, 720);
    }

    private static void tabTo(Editor editor, String text) {
        for (int i = 0; i < 40; i++) {
            editor.page().keyboard().press("Tab");
            if (focused(editor).equals(text)) {
                return;
            }
        }
        throw new AssertionError(text + " cannot be reached by Tab");
    }

    /** The name of the field, or the words on the button, that has the focus. */
    private static String focused(Editor editor) {
        return (String)
                editor.page()
                        .evaluate(
                                """
                                () => {
                                  let it = document.activeElement;
                                  while (it.shadowRoot?.activeElement) it = it.shadowRoot.activeElement;
                                  return it.name || it.textContent;
                                }""");
    }
}
