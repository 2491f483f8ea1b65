package org.doclock.quoting;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.doclock.Api;
import org.doclock.Chromium;
import org.doclock.SharedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** The pages of the example in real browsers: who may edit, and what becomes of what is typed. */
class QuotingInBrowserIT {

    private static final int QUOTE = 12;
    private static final String KEY = "doc-lock:quote-12";
    private static final HasTextOptions WITHIN_A_SECOND = new HasTextOptions().setTimeout(1000);

    private static final Api API = Api.anonymous(SharedServer.uri());

    /** Sends a form as it was when it could still be sent, whatever the page has closed since. */
    private static final String SEND_ANYWAY =
            """
            async () => {
              const form = document.getElementById('guard:form');
              const body = new URLSearchParams();
              for (const field of form.elements) {
                if (field.type !== 'submit') body.append(field.name, field.value);
              }
              body.append('guard:form:save', 'Save');
              const answer = await fetch(form.action, { method: 'POST', body });
              return answer.text();
            }""";

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
        // Not by deleting the key: those who look on would not hear of it.
        API.as("admin").post("force-release", "{\"docId\":\"quote-12\"}");
        redis.close();
    }

    @Test
    void whoLooksOnSeesWhoEditsAndCannotTypeUntilItIsSaved() {
        bob.open(QUOTE);
        assertThat(bob.notice()).hasText("Nobody is editing this.");
        alice.edit(QUOTE);
        assertThat(bob.notice()).hasText("alice is editing this.", WITHIN_A_SECOND);
        assertThat(bob.button("Edit")).isHidden();
        assertThat(bob.page().locator("main input:visible")).hasCount(0);
        assertThat(redis.get(KEY)).contains("\"userId\":\"alice\"", "\"sessionId\"");
        alice.field("Title").fill("Typed by Alice");
        alice.button("Save").click();
        assertThat(alice.text("Your changes are saved.")).isVisible();
        assertThat(bob.notice()).hasText("Nobody is editing this.", WITHIN_A_SECOND);
        assertThat(redis.exists(KEY)).isFalse();
        assertThat(title()).isEqualTo("Typed by Alice");
        assertThat(bob.page().locator("dd").first()).hasText("Typed by Alice");
        bob.button("Edit").click();
        assertThat(bob.field("Title")).hasValue("Typed by Alice");
        assertThat(bob.field("Title")).isEditable();
        assertThat(alice.complaints()).isEmpty();
        assertThat(bob.complaints()).isEmpty();
    }

    @Test
    void theSecondTabTakesOverAndTheFirstKeepsItsTextAndCannotSave() {
        String before = title();
        alice.edit(QUOTE);
        alice.field("Title").fill("Of the first tab");
        Visitor second = alice.inAnotherTab();
        second.open(QUOTE);
        assertThat(second.notice()).hasText("You are editing this in another tab.");
        second.button("Edit here").click();
        assertThat(second.field("Title")).isEditable();
        assertThat(second.field("Title")).hasValue(before);
        assertThat(alice.notice()).containsText("You are editing this in another tab now.");
        assertThat(alice.field("Title")).hasValue("Of the first tab");
        assertThat(alice.field("Title")).not().isEditable();
        assertThat(alice.button("Save")).isDisabled();
        assertThat((String) alice.page().evaluate(SEND_ANYWAY))
                .contains("you are not editing this quote any more");
        assertThat(title()).isEqualTo(before);
        second.field("Title").fill("Of the second tab");
        second.button("Save").click();
        assertThat(second.text("Your changes are saved.")).isVisible();
        assertThat(title()).isEqualTo("Of the second tab");
    }

    @Test
    void whatIsTypedIsSavedBeforeTheLockIsHandedOver() {
        alice.edit(QUOTE);
        String lock = redis.get(KEY);
        alice.field("Title").fill("Saved for Bob");
        bob.open(QUOTE);
        bob.button("Ask to edit").click();
        bob.page().keyboard().type("The customer is waiting");
        bob.button("Send").click();
        Locator question = alice.page().locator("document-lock [part=prompt]");
        assertThat(question).containsText("bob would like to edit this: “The customer is waiting”");
        alice.button("Save and hand over").click();
        assertThat(bob.field("Title")).isEditable();
        assertThat(bob.field("Title")).hasValue("Saved for Bob");
        assertThat(title()).isEqualTo("Saved for Bob");
        assertThat(redis.get(KEY)).contains("\"userId\":\"bob\"");
        assertThat(token(redis.get(KEY))).isGreaterThan(token(lock));
        assertThat(alice.notice()).hasText("bob is editing this.");
        assertThat(alice.field("Title")).not().isEditable();
        bob.field("Title").fill("Changed by Bob");
        bob.button("Save and go on").click();
        assertThat(bob.text("Saved.")).isVisible();
        assertThat(title()).isEqualTo("Changed by Bob");
        assertThat(redis.get(KEY)).contains("\"userId\":\"bob\"");
    }

    @Test
    void whatWasTypedStaysWhenTheLockIsLostAndIsOfferedAgain() {
        alice.edit(QUOTE);
        alice.field("Customer").fill("Typed by Alice");
        API.as("admin").post("force-release", "{\"docId\":\"quote-12\",\"reason\":\"Lunch\"}");
        assertThat(alice.notice()).containsText("admin has ended your editing: Lunch.");
        assertThat(alice.field("Customer")).hasValue("Typed by Alice");
        assertThat(alice.field("Customer")).not().isEditable();
        bob.edit(QUOTE);
        bob.field("Customer").fill("Saved by Bob");
        bob.button("Save").click();
        assertThat(bob.text("Your changes are saved.")).isVisible();
        alice.button("Edit again").click();
        assertThat(alice.field("Customer")).hasValue("Saved by Bob");
        assertThat(alice.text("Others have changed the same fields since.").first()).isVisible();
        alice.button("Put it back").click();
        assertThat(alice.field("Customer")).hasValue("Typed by Alice");
        alice.button("Save").click();
        assertThat(alice.text("Your changes are saved.")).isVisible();
        assertThat(quote("customer")).isEqualTo("Typed by Alice");
    }

    @Test
    void whoeverIsSignedOutMeanwhileKeepsWhatWasTyped() {
        alice.edit(QUOTE);
        alice.field("Title").fill("Typed before signing out");
        alice.context().clearCookies();
        alice.button("Save").click();
        assertThat(alice.text("This page has expired, or you have been signed out.")).isVisible();
        assertThat(alice.field("Title")).hasValue("Typed before signing out");
        assertThat(title()).isNotEqualTo("Typed before signing out");
    }

    @Test
    void aPageThatTheServerHasForgottenSaysSoAndItsTextIsOfferedAgain() {
        alice.edit(QUOTE);
        alice.field("Title").fill("Typed for long");
        alice.page()
                .evaluate(
                        "() => document.querySelectorAll('[name=\"jakarta.faces.ViewState\"]')"
                                + ".forEach((it) => { it.value = '1:1'; })");
        alice.button("Save").click();
        assertThat(alice.text("This page has expired")).isVisible();
        assertThat(alice.field("Title")).hasValue("Typed for long");
        alice.text("Load the page again").click();
        alice.button("Edit").click();
        alice.button("Put it back").click();
        assertThat(alice.field("Title")).hasValue("Typed for long");
        alice.button("Save").click();
        assertThat(alice.text("Your changes are saved.")).isVisible();
        assertThat(title()).isEqualTo("Typed for long");
    }

    @Test
    void whoeverReloadsThePageGoesOnEditingAndIsOfferedWhatWasTyped() {
        alice.edit(QUOTE);
        String before = title();
        alice.field("Title").fill("Typed before reloading");
        alice.page().reload();
        assertThat(alice.field("Title")).isEditable();
        assertThat(alice.field("Title")).hasValue(before);
        alice.button("Put it back").click();
        assertThat(alice.field("Title")).hasValue("Typed before reloading");
        alice.page().getByText("All quotes").click();
        assertThat(alice.page().locator("h1")).hasText("Quotes");
        alice.page().goBack();
        assertThat(alice.field("Title")).isEditable();
        assertThat(redis.get(KEY)).contains("\"userId\":\"alice\"");
    }

    @Test
    void howeverOftenTheButtonIsPressedItIsSavedOnce() {
        alice.edit(QUOTE);
        long version = Long.parseLong(quote("version"));
        alice.field("Title").fill("Saved once");
        List<String> sent = new ArrayList<>();
        alice.page()
                .onRequest(
                        request -> {
                            if (request.url().endsWith("quote.xhtml?id=12")) {
                                sent.add(request.postData());
                            }
                        });
        alice.page()
                .evaluate(
                        "() => { const save = document.getElementById('guard:form:saveSoFar');"
                                + " save.click(); save.click(); save.click(); }");
        assertThat(alice.text("Saved.")).isVisible();
        assertThat(alice.notice()).hasText("You are editing.");
        assertThat(quote("version")).isEqualTo(Long.toString(version + 1));
        assertThat(sent).hasSize(1);
    }

    @Test
    void cancelGivesTheLockBackAndForgetsWhatWasTyped() {
        alice.edit(QUOTE);
        alice.field("Title").fill("Never mind");
        alice.text("Cancel").click();
        assertThat(alice.text("Approve")).isVisible();
        assertThat(redis.exists(KEY)).isFalse();
        alice.button("Edit").click();
        assertThat(alice.field("Title")).isEditable();
        assertThat(alice.button("Put it back")).isHidden();
        assertThat(title()).isNotEqualTo("Never mind");
    }

    @Test
    void theListSaysWhoEditsWhileItIsLookedAt() {
        bob.page().navigate("/quoting/quotes.xhtml");
        Locator badge = bob.page().locator("[data-doclock-badge-for=quote-12]");
        assertThat(badge).hasText(Pattern.compile("|free"));
        alice.edit(QUOTE);
        assertThat(badge).hasText("alice is editing", WITHIN_A_SECOND);
        Chromium.screenshot(bob.page(), "quoting-list");
        alice.button("Save").click();
        assertThat(badge).hasText("free", WITHIN_A_SECOND);
        assertThat(bob.complaints()).isEmpty();
    }

    private static String title() {
        return quote("title");
    }

    private static String quote(String property) {
        String value = API.as("bob").get("/api/quotes/12").json().get(property).toString();
        return value.replaceAll("^\"|\"$", "");
    }

    private static long token(String lock) {
        return Long.parseLong(lock.replaceAll(".*\"token\":(\\d+).*", "$1"));
    }
}
