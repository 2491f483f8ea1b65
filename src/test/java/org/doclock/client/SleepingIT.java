package org.doclock.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

    private static final String LOCK = "document.querySelector('document-lock')?.lock";
    private static final String TITLE = "document.getElementsByName('title')[0]";

    private Jedis redis;

    @BeforeEach
    void look() {
        redis = SharedServer.redis().connect();
        redis.del(KEY);
    }

    @AfterEach
    void release() {
        redis.del(KEY);
        redis.close();
    }

    @Test
    void aHiddenTabKeepsItsLockForManyTimesItsTtl() throws IOException {
        long ttl = Math.max(HIDDEN.toSeconds() / 10, 3);
        try (PlainChromium browser = editing(ttl)) {
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
    void whoSleptLongerThanTheTtlGoesOnIfNobodyEdited() throws IOException {
        try (PlainChromium browser = editing(2)) {
            String token = browser.ask(LOCK + ".token");
            type(browser);
            browser.suspend();
            Awaitility.await().until(() -> !redis.exists(KEY));
            browser.wake();
            browser.awaits(LOCK + ".state === 'held' && " + LOCK + ".left > 0");
            assertThat(browser.ask(LOCK + ".token")).isEqualTo(token);
            Awaitility.await().until(() -> redis.exists(KEY));
            assertThat(redis.get(KEY)).contains("\"token\":" + token);
            assertThat(browser.ask(TITLE + ".value")).isEqualTo("Typed before sleeping");
            browser.awaits("!" + TITLE + ".readOnly");
        }
    }

    @Test
    void whoSleptWhileSomebodyEditedIsToldAndKeepsADraft() throws IOException {
        Editor bob = Editor.signedIn("bob");
        try (PlainChromium browser = editing(2)) {
            type(browser);
            browser.suspend();
            Awaitility.await().until(() -> !redis.exists(KEY));
            bob.edit("id=11").press("Save");
            bob.awaits("free");
            browser.wake();
            browser.awaits(LOCK + ".state === 'lost'");
            assertThat(browser.ask(TITLE + ".value")).isEqualTo("Typed before sleeping");
            assertThat(browser.ask(TITLE + ".readOnly")).isEqualTo("true");
            assertThat(browser.ask(LOCK + ".drafts[0].content.fields[0].value"))
                    .isEqualTo("Typed before sleeping");
            // The grant that it asked for only to see whether it may go on is given back.
            Awaitility.await().until(() -> !redis.exists(KEY));
        }
        bob.close();
    }

    @Test
    void whoDoesNothingIsAskedAndThenOthersMayEdit() {
        Editor alice = Editor.signedIn("alice");
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
        alice.close();
    }

    private static PlainChromium editing(long ttl) throws IOException {
        PlainChromium browser = PlainChromium.start(Path.of("target", "plain-chromium"));
        browser.signIn(SharedServer.uri(), "alice");
        browser.open(SharedServer.uri() + "/client/quote.html?id=11&ttl=" + ttl);
        browser.awaits("document.readyState === 'complete' && " + LOCK + "?.state === 'held'");
        return browser;
    }

    private static void type(PlainChromium browser) {
        browser.ask(
                TITLE
                        + ".value = 'Typed before sleeping'; "
                        + TITLE
                        + ".dispatchEvent(new Event('input', { bubbles: true }))");
    }
}
