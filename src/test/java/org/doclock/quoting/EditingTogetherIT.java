package org.doclock.quoting;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.doclock.Chromium;
import org.doclock.SharedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** The pages of the example in real browsers: who may edit, and what becomes of what is typed. */
class EditingTogetherIT {

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
        redis.del(KEY);
        redis.close();
    }

    @Test
    void whoLooksOnSeesWhoEditsAndCannotTypeUntilItIsSaved() {
        bob.open(QUOTE);
        assertThat(bob.notice()).hasText("Nobody is editing this.");
        Chromium.screenshot(bob.page(), "quote-free");
        alice.edit(QUOTE);
        assertThat(redis.get(KEY)).contains("\"userId\":\"alice\"", "\"sessionId\"");
        assertThat(bob.notice()).hasText("alice is editing this.");
        Chromium.screenshot(alice.page(), "quote-editing");
        Chromium.screenshot(bob.page(), "quote-locked");
        alice.field("Title").fill("Typed by Alice");
        alice.button("Save").click();
        assertThat(alice.page().getByText("Your changes are saved.")).isVisible();
        assertThat(redis.exists(KEY)).isFalse();
        Chromium.screenshot(alice.page(), "quote-saved");
        assertThat(bob.notice()).hasText("Nobody is editing this.");
        bob.button("Edit").click();
        assertThat(bob.field("Title")).hasValue("Typed by Alice");
        assertThat(bob.field("Title")).isEditable();
        assertThat(alice.complaints()).isEmpty();
        assertThat(bob.complaints()).isEmpty();
    }
}
