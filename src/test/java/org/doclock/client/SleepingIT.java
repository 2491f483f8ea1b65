package org.doclock.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.doclock.SharedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Tabs that nobody looks at, computers that sleep, and people who went for lunch. */
class SleepingIT {

    private static final String KEY = "doc-lock:quote-11";

    /** Chromium throttles the timers of hidden pages more after 5 minutes: see the profile. */
    private static final Duration HIDDEN =
            Duration.parse(System.getProperty("doclock.test.hidden", "PT10S"));

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
    void aHiddenTabKeepsItsLockForManyTimesItsTtl() throws Exception {
        long ttl = Math.max(HIDDEN.toSeconds() / 10, 3);
        try (PlainChromium browser = PlainChromium.start(Path.of("target", "plain-chromium"))) {
            browser.signIn(SharedServer.uri(), "alice");
            browser.open(SharedServer.uri() + "/client/quote.html?id=11&ttl=" + ttl);
            browser.awaits(
                    "document.querySelector('document-lock').getAttribute('state') === 'held'");
            String lock = redis.get(KEY);
            browser.coverByAnotherTab();
            browser.awaits("document.visibilityState === 'hidden'");
            Instant end = Instant.now().plus(HIDDEN);
            Awaitility.await()
                    .pollInSameThread()
                    .pollInterval(Duration.ofMillis(200))
                    .atMost(HIDDEN.plusSeconds(10))
                    .until(
                            () -> {
                                assertThat(redis.get(KEY)).isEqualTo(lock);
                                return Instant.now().isAfter(end);
                            });
            assertThat(browser.ask("document.visibilityState")).isEqualTo("hidden");
        }
    }

    @Test
    void whoSleptLongerThanTheTtlGoesOnIfNobodyEdited() {
        alice.edit("id=11&ttl=2").field("title").fill("Typed before sleeping");
        long token = alice.token();
        sleepUntilExpired();
        alice.awaits("held");
        assertThat(alice.token()).isEqualTo(token);
        assertThat(redis.get(KEY)).contains("\"token\":" + token);
        assertThat(alice.value("title")).isEqualTo("Typed before sleeping");
        assertThat(alice.isOpen()).isTrue();
    }

    @Test
    void whoSleptWhileSomebodyEditedIsToldAndKeepsADraft() {
        Editor bob = Editor.signedIn("bob");
        alice.edit("id=11&ttl=2").field("title").fill("Typed before sleeping");
        CDPSession session = freeze();
        Awaitility.await().until(() -> !redis.exists(KEY));
        bob.edit("id=11");
        String title = "Saved by Bob " + System.nanoTime();
        bob.field("title").fill(title);
        bob.press("Save");
        bob.awaits("free");
        wake(session);
        alice.awaits("lost");
        alice.awaitsText("Your lock has ended");
        assertThat(alice.value("title")).isEqualTo("Typed before sleeping");
        assertThat(alice.isOpen()).isFalse();
        assertThat(redis.exists(KEY)).isFalse();

        alice.press("Edit again");
        alice.awaits("held");
        assertThat(alice.value("title")).isEqualTo(title);
        alice.awaitsText("Others have changed the same fields since.");
        alice.press("Put it back");
        assertThat(alice.value("title")).isEqualTo("Typed before sleeping");
        bob.close();
    }

    @Test
    void whoDoesNothingIsAskedAndThenOthersMayEdit() {
        alice.page().clock().install();
        alice.edit("id=11").field("title").fill("Typed before lunch");
        alice.page().clock().fastForward("14:50");
        assertThat(alice.bar().innerText()).doesNotContain("still editing");
        alice.page().clock().fastForward("00:20");
        alice.awaitsText("Are you still editing?");
        assertThat(redis.exists(KEY)).isTrue();
        alice.press("I am still here");
        alice.awaitsNoText("Are you still editing?");
        alice.page().clock().fastForward("15:01");
        alice.awaitsText("Are you still editing?");
        alice.page().clock().fastForward("01:01");
        alice.awaits("free");
        Awaitility.await().until(() -> !redis.exists(KEY));
        assertThat(alice.value("title")).isEqualTo("Typed before lunch");
        alice.press("Go on editing");
        alice.awaits("held");
        assertThat(alice.value("title")).isEqualTo("Typed before lunch");
    }

    private void sleepUntilExpired() {
        CDPSession session = freeze();
        Awaitility.await().until(() -> !redis.exists(KEY));
        wake(session);
    }

    private CDPSession freeze() {
        CDPSession session = alice.page().context().newCDPSession(alice.page());
        lifecycle(session, "frozen");
        return session;
    }

    private static void wake(CDPSession session) {
        lifecycle(session, "active");
    }

    private static void lifecycle(CDPSession session, String state) {
        JsonObject wanted = new JsonObject();
        wanted.addProperty("state", state);
        session.send("Page.setWebLifecycleState", wanted);
    }
}
