package org.doclock.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitUntilState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.doclock.Api;
import org.doclock.Chromium;
import org.doclock.SharedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** What happens to the lock when a page goes, and when, as Redis has it. */
class LeavingIT {

    private static final String KEY = "doc-lock:quote-10";

    /** The client's, which it does not shorten, ms. */
    private static final long GRACE = 3_000;

    private Jedis redis;
    private Editor alice;

    @BeforeEach
    void signIn() {
        redis = SharedServer.redis().connect();
        redis.del(KEY);
        alice = Editor.signedIn("alice");
    }

    @AfterEach
    void leave() {
        alice.close();
        redis.del(KEY);
        redis.close();
    }

    @Test
    void aReloadKeepsTheLockByANewGrant() {
        alice.edit("id=10");
        long token = alice.token();
        Object session = session(alice);
        alice.page().reload();
        alice.awaits("held");
        assertThat(session(alice)).isEqualTo(session);
        assertThat(alice.token()).isGreaterThan(token);
        assertThat(redis.get(KEY)).contains("\"token\":" + alice.token());
        // Longer than the release of its former life would have left it.
        assertThat(redis.pttl(KEY)).isGreaterThan(100 * GRACE / 2);
    }

    @Test
    void aPageThatIsLeftGivesTheLockBackAfterTheGrace() {
        alice.edit("id=10");
        alice.page().getByText("All quotes").click();
        alice.page().waitForURL("**/list.html");
        isFreeAfterTheGrace();
    }

    @Test
    void aTabThatIsClosedGivesTheLockBackAfterTheGrace() {
        Editor tab = alice.newTab().edit("id=10");
        tab.page().close();
        isFreeAfterTheGrace();
    }

    @Test
    void aBrowserThatCrashesHoldsTheLockUntilItExpires() {
        try (Browser browser = Chromium.start()) {
            Editor crashing =
                    Editor.signedIn(browser, SharedServer.uri(), "alice", new NewContextOptions());
            crashing.edit("id=10&ttl=4");
            long pid = processOf(browser);
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            Awaitility.await().until(() -> !browser.isConnected() || !isAlive(pid));
            assertThat(redis.pttl(KEY)).isBetween(1L, 4_000L);
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !redis.exists(KEY));
        }
    }

    @Test
    void aPageFromTheBackForwardCacheGoesOnWithItsGrantIfNobodyEdited() {
        keepInCache(alice);
        alice.edit("id=10").field("title").fill("Typed before going back");
        alice.page().evaluate("() => { window.isTheSamePage = true; }");
        long token = alice.token();
        goAwayAndBack(alice, () -> {});
        alice.awaits("held");
        assertThat(alice.page().evaluate("() => window.isTheSamePage")).isEqualTo(true);
        assertThat(alice.token()).isEqualTo(token);
        assertThat(alice.value("title")).isEqualTo("Typed before going back");
        assertThat(redis.pttl(KEY)).isGreaterThan(100 * GRACE / 2);
    }

    @Test
    void aPageFromTheBackForwardCacheSaysWhoEditedMeanwhile() {
        Editor bob = Editor.signedIn("bob");
        keepInCache(alice);
        alice.edit("id=10").field("title").fill("Typed before going back");
        alice.page().evaluate("() => { window.isTheSamePage = true; }");
        goAwayAndBack(
                alice,
                () -> {
                    Awaitility.await().until(() -> !redis.exists(KEY));
                    bob.edit("id=10");
                });
        alice.awaits("lost");
        alice.awaitsText("bob is editing this now.");
        assertThat(alice.page().evaluate("() => window.isTheSamePage")).isEqualTo(true);
        assertThat(alice.value("title")).isEqualTo("Typed before going back");
        assertThat(alice.isOpen()).isFalse();
        bob.close();
    }

    @Test
    void aDuplicatedTabIsAnotherSession() {
        alice.edit("id=10");
        Editor copy = alice.duplicate();
        copy.awaitsText("You are editing this in another tab.");
        assertThat(session(copy)).isNotEqualTo(session(alice));
        assertThat(alice.isOpen()).isTrue();
        assertThat(redis.get(KEY)).contains("\"token\":" + alice.token());
        copy.page().reload();
        copy.awaitsText("You are editing this in another tab.");
    }

    @Test
    void aDuplicatedTabIsAnotherSessionWhereTheBrowserHasNoWebLocks() {
        alice.page()
                .context()
                .addInitScript(
                        "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })");
        alice.edit("id=10");
        Object session = session(alice);
        alice.page().reload();
        alice.awaits("held");
        assertThat(session(alice)).isEqualTo(session);
        Editor copy = alice.duplicate();
        copy.awaitsText("You are editing this in another tab.");
        assertThat(session(copy)).isNotEqualTo(session);
        assertThat(alice.isOpen()).isTrue();
    }

    @Test
    void whoSignsOutInAnotherTabIsToldAndGoesOnAfterSigningIn() {
        Editor dora =
                Editor.signedIn(
                        Chromium.shared(), SharedServer.uri(), "dora", new NewContextOptions());
        dora.edit("id=10&ttl=9").field("title").fill("Typed before the sign-out");
        Editor other = dora.newTab();
        other.page().navigate(dora.server() + "/login.xhtml");
        other.page().getByText("Sign out").click();
        dora.awaitsText("You have been signed out.");
        assertThat(dora.value("title")).isEqualTo("Typed before the sign-out");
        other.signIn("dora");
        dora.awaits("held");
        assertThat(dora.value("title")).isEqualTo("Typed before the sign-out");
        assertThat(dora.isOpen()).isTrue();
        dora.close();
    }

    @Test
    void aPageThatSignsOutGivesEverythingBackFirst() {
        alice.edit("id=10");
        alice.page()
                .evaluate(
                        "async () => (await import(new URL('../doclock/doclock.js', location)))"
                                + ".releaseAll()");
        assertThat(redis.exists(KEY)).isFalse();
        alice.awaits("free");
    }

    @Test
    void anEditorWhoDoesNotAnswerGivesTheLockBackAndMayGoOnWithWhatIsTyped() {
        alice.edit("id=10&idle=1&countdown=1").field("title").fill("Typed before lunch");
        long token = alice.token();
        alice.awaitsText("Are you still editing?");
        alice.awaits("free");
        Awaitility.await().pollInSameThread().until(() -> !redis.exists(KEY));
        alice.press("Go on editing");
        alice.awaits("held");
        assertThat(alice.token()).isEqualTo(token);
        assertThat(alice.value("title")).isEqualTo("Typed before lunch");
    }

    @Test
    void aReleaseThatWasAnsweredByAnErrorAndComesLateEndsNoLaterGrant() {
        List<String> late = new ArrayList<>();
        alice.edit("id=10&idle=1&countdown=1").field("title").fill("Typed before lunch");
        long token = alice.token();
        alice.page()
                .route(
                        "**/api/lock/release",
                        route -> {
                            late.add(route.request().postData());
                            Editor.answerUnavailable(route);
                        });
        alice.awaits("free");
        alice.press("Go on editing");
        alice.awaits("held");
        long next = alice.token();
        assertThat(next).isGreaterThan(token);
        assertThat(late).isNotEmpty();
        Api.anonymous(SharedServer.uri()).as("alice").post("release", late.get(0));
        assertThat(redis.get(KEY)).contains("\"token\":" + next);
        alice.awaitsText("was not saved.");
    }

    private void isFreeAfterTheGrace() {
        Awaitility.await().pollInSameThread().until(() -> redis.pttl(KEY) <= GRACE);
        Awaitility.await()
                .pollInSameThread()
                .atMost(Duration.ofMillis(GRACE + 1_000))
                .until(() -> !redis.exists(KEY));
    }

    /** Chromium does not keep pages that are not to be stored, as those of the server are. */
    private static void keepInCache(Editor editor) {
        editor.page()
                .route(
                        "**/client/*.html*",
                        route -> {
                            var response = route.fetch();
                            Map<String, String> headers = new HashMap<>(response.headers());
                            headers.put("cache-control", "no-cache");
                            route.fulfill(
                                    new Route.FulfillOptions()
                                            .setResponse(response)
                                            .setHeaders(headers));
                        });
    }

    private static void goAwayAndBack(Editor editor, Runnable meanwhile) {
        editor.page().getByText("All quotes").click();
        editor.page().waitForURL("**/list.html");
        meanwhile.run();
        editor.page().evaluate("() => { history.back(); }");
        editor.page().waitForURL("**/quote.html*", commit());
    }

    private static Page.WaitForURLOptions commit() {
        return new Page.WaitForURLOptions().setWaitUntil(WaitUntilState.COMMIT);
    }

    private static Object session(Editor editor) {
        return editor.page().evaluate("() => sessionStorage.getItem('doclock-session')");
    }

    private static long processOf(Browser browser) {
        JsonObject processes = browser.newBrowserCDPSession().send("SystemInfo.getProcessInfo");
        for (JsonElement process : processes.getAsJsonArray("processInfo")) {
            if (process.getAsJsonObject().get("type").getAsString().equals("browser")) {
                return process.getAsJsonObject().get("id").getAsLong();
            }
        }
        throw new IllegalStateException("No browser in " + processes);
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
