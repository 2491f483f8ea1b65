package org.doclock.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.doclock.Api;
import org.doclock.SharedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Two people, or two tabs of one, want to edit the same quote. */
class EditingTogetherIT {

    private static final long AT_ONCE = 1000;
    private static final String KEY = "doc-lock:quote-9";

    private Jedis redis;
    private Editor alice;
    private Editor bob;

    @BeforeEach
    void signIn() {
        redis = SharedServer.redis().connect();
        redis.del(KEY);
        alice = Editor.signedIn("alice");
        bob = Editor.signedIn("bob");
    }

    @AfterEach
    void leave() {
        assertThat(alice.errors()).isEmpty();
        assertThat(bob.errors()).isEmpty();
        alice.close();
        bob.close();
        redis.del(KEY);
        redis.close();
    }

    @Test
    void whoComesSecondSeesWhoEditsCannotTypeAndIsToldWhenItIsFree() {
        bob.open("id=9&start=manual").awaitsText("Nobody is editing this.");
        bob.watchStates();
        alice.open("id=9&start=manual").awaits("free");
        alice.watchStates();
        alice.press("Edit");
        alice.awaits("held");
        bob.awaitsText("alice is editing this.");
        assertThat(bob.begun("locked") - alice.begun("held")).isLessThan(AT_ONCE);
        String before = bob.value("title");
        bob.type("title", "typed by bob");
        assertThat(bob.value("title")).isEqualTo(before);
        assertThat(bob.page().getByText("Save", exactly()).isEnabled()).isFalse();

        String title = "Saved by Alice " + System.nanoTime();
        alice.field("title").fill(title);
        alice.press("Save");
        bob.awaits("free");
        alice.awaits("free");
        assertThat(bob.begun("free") - alice.begun("free")).isLessThan(AT_ONCE);
        assertThat(redis.exists(KEY)).isFalse();
        bob.press("Edit");
        bob.awaits("held");
        assertThat(bob.value("title")).isEqualTo(title);
        assertThat(redis.get(KEY)).contains("\"userId\":\"bob\"");
    }

    @Test
    void aTabThatWasTakenOverIsToldKeepsItsTextAndCannotSave() {
        alice.edit("id=9").field("title").fill("Typed in the first tab");
        Editor second = alice.newTab().open("id=9");
        second.awaitsText("You are editing this in another tab.");
        second.press("Edit here");
        second.awaits("held");

        alice.awaits("lost");
        assertThat(alice.value("title")).isEqualTo("Typed in the first tab");
        assertThat(alice.isOpen()).isFalse();
        String refusal =
                (String)
                        alice.page()
                                .evaluate(
                                        """
                                        () => document.querySelector('document-lock')
                                            .save(() => fetch('/never')).catch((e) => e.code)""");
        assertThat(refusal).isEqualTo("NOT_HELD");
        Object status =
                alice.page()
                        .evaluate(
                                """
                                async () => {
                                  const headers = document.querySelector('document-lock').lock.headers();
                                  const body = JSON.stringify({version: 0, title: 'x', customer: 'x', lines: []});
                                  headers['Content-Type'] = 'application/json';
                                  return (await fetch('../api/quotes/9', {method: 'PUT', headers, body})).status;
                                }""");
        assertThat(status).isEqualTo(409);

        second.page().close();
        alice.press("Edit here");
        alice.awaits("held");
        alice.awaitsText("was not saved.");
        assertThat(alice.value("title")).isNotEqualTo("Typed in the first tab");
        alice.press("Put it back");
        assertThat(alice.value("title")).isEqualTo("Typed in the first tab");
        alice.press("Save");
        alice.awaits("free");
        assertThat(drafts(alice)).isEmpty();
    }

    @Test
    void whatIsUnsavedIsSavedBeforeTheLockIsHandedOver() {
        alice.edit("id=9");
        String title = "Unsaved by Alice " + System.nanoTime();
        alice.field("title").fill(title);
        bob.open("id=9").awaits("locked");
        bob.press("Ask to edit");
        bob.page().keyboard().type("Only one line");
        bob.page().keyboard().press("Enter");
        bob.awaitsText("alice has been told");
        alice.awaitsText("“Only one line”");
        alice.press("Save and hand over");
        bob.awaits("held");
        assertThat(bob.value("title")).isEqualTo(title);
        assertThat(redis.get(KEY)).contains("\"userId\":\"bob\"");
        alice.awaitsText("bob is editing this.");
    }

    @Test
    void aRequestIsTakenBackOrNotAnswered() {
        alice.edit("id=9");
        bob.open("id=9").awaits("locked");
        bob.press("Ask to edit");
        bob.press("Send");
        alice.awaitsText("bob would like to edit this.");
        bob.press("Take the request back");
        alice.awaitsNoText("would like");
        bob.press("Ask to edit");
        bob.press("Send");
        alice.awaitsText("bob would like to edit this.");
        alice.press("Not now");
        alice.awaitsNoText("would like");
        assertThat(alice.isOpen()).isTrue();
    }

    @Test
    void anAdministratorsNoticeHasTheTextSavedBefore() {
        alice.edit("id=9");
        String title = "Saved on notice " + System.nanoTime();
        alice.field("title").fill(title);
        admin().post(
                        "force-release",
                        "{\"docId\":\"quote-9\",\"graceSeconds\":20,\"reason\":\"closing\"}");
        alice.awaitsText("admin has ended your editing");
        assertThat(redis.exists(KEY)).isFalse();
        assertThat(admin().get("/api/quotes/9").json().getString("title")).isEqualTo(title);
    }

    @Test
    void whoWasBrokenByAnAdministratorIsToldByWhomAndWhy() {
        alice.edit("id=9").field("title").fill("Typed and broken");
        admin().post("force-release", "{\"docId\":\"quote-9\",\"reason\":\"it burns\"}");
        alice.awaits("lost");
        alice.awaitsText("admin has ended your editing: it burns");
        assertThat(alice.value("title")).isEqualTo("Typed and broken");
        assertThat(drafts(alice)).hasSize(1);
    }

    @Test
    void whatIsAddedWhileTheFieldsAreClosedIsClosedAsWell() {
        alice.edit("id=9");
        bob.open("id=9").awaits("locked");
        bob.page()
                .evaluate(
                        """
                        () => document.getElementById('form').insertAdjacentHTML('beforeend',
                            '<input name="late"><select name="choice"><option>1</select>')""");
        bob.type("late", "x");
        assertThat(bob.value("late")).isEmpty();
        assertThat(bob.field("choice").isDisabled()).isTrue();
        alice.press("Cancel");
        bob.awaits("free");
        bob.press("Edit");
        bob.awaits("held");
        bob.type("late", "x");
        assertThat(bob.value("late")).isEqualTo("x!");
        assertThat(bob.field("choice").isDisabled()).isFalse();
    }

    @Test
    void aListShowsWhoEditsWhatWithOneStream() {
        List<String> requests = new ArrayList<>();
        bob.page().onRequest(request -> requests.add(request.url()));
        bob.page().navigate(bob.server() + "/client/list.html");
        alice.edit("id=9");
        Locator badge =
                bob.page().locator("[data-doclock-badge-for=quote-9][data-doclock-badge=other]");
        badge.waitFor();
        assertThat(badge.innerText()).isEqualTo("alice is editing");
        alice.press("Cancel");
        badge.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
        assertThat(requests.stream().filter(it -> it.contains("/api/lock/"))).hasSize(1);
    }

    @Test
    void aBrowserHasAtMostFourStreamsAndTheOtherTabsAsk() {
        List<Request> open = new ArrayList<>();
        List<Page> tabs = new ArrayList<>();
        bob.page().context().onRequest(it -> events(it).forEach(open::add));
        bob.page().context().onRequestFailed(open::remove);
        for (int i = 0; i < 6; i++) {
            Page tab = bob.page().context().newPage();
            tab.navigate(bob.server() + "/client/list.html");
            tabs.add(tab);
        }
        alice.edit("id=9");
        tabs.forEach(tab -> tab.getByText("alice is editing", exactly()).first().waitFor());
        assertThat(open).hasSize(4);
    }

    @Test
    void withoutAStreamTheStateIsAskedFor() {
        bob.page().route("**/api/lock/events*", route -> route.abort());
        alice.edit("id=9");
        bob.open("id=9").awaits("locked");
        alice.press("Cancel");
        bob.awaits("free");
    }

    @Test
    void aPageWithoutScriptsIsReadAgainUnderTheLock() {
        AtomicInteger version = new AtomicInteger();
        List<String> tokens = new ArrayList<>();
        alice.page()
                .route(
                        "**/three-lines.html",
                        route -> {
                            tokens.add(route.request().headers().get("x-lock-token"));
                            route.fulfill(threeLines(version.incrementAndGet()));
                        });
        alice.page().navigate(alice.server() + "/client/three-lines.html");
        alice.awaits("held");
        assertThat(alice.value("title")).isEqualTo("version 2");
        assertThat(tokens).containsExactly(null, "quote-9=" + alice.token());
        alice.type("title", "typed");
        assertThat(alice.value("title")).isEqualTo("typed!");
    }

    private static Route.FulfillOptions threeLines(int version) {
        return new Route.FulfillOptions()
                .setContentType("text/html")
                .setBody(
                        """
                        <!DOCTYPE html>
                        <title>Three lines</title>
                        <script type="module" src="/doclock/doclock.js"></script>
                        <document-lock doc-id="quote-9">
                          <form><input name="title" value="version %d"></form>
                        </document-lock>
                        """
                                .formatted(version));
    }

    @Test
    void aGermanPageSpeaksGerman() {
        alice.edit("id=9");
        Editor german = Editor.signedIn("bob", new NewContextOptions().setLocale("de-DE"));
        german.open("id=9&lang=de").awaitsText("alice bearbeitet dies.");
        assertThat(german.bar().innerText()).contains("Um Bearbeitung bitten");
        german.close();
    }

    private static Stream<Request> events(Request request) {
        return Stream.of(request).filter(it -> it.url().contains("/api/lock/events"));
    }

    private static Api admin() {
        return Api.anonymous(SharedServer.uri()).as("admin");
    }

    @SuppressWarnings("unchecked")
    private static List<String> drafts(Editor editor) {
        return (List<String>)
                editor.page()
                        .evaluate(
                                "() => Object.keys(localStorage).filter((it) =>"
                                        + " it.startsWith('doclock-draft'))");
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }
}
