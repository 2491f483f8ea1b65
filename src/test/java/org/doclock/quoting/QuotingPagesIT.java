package org.doclock.quoting;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.doclock.Api;
import org.doclock.SharedServer;
import org.doclock.security.Browser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** The pages of the example as a browser without scripts has them. */
class QuotingPagesIT {

    private static final URI SERVER = SharedServer.uri();
    private static final String PAGE = "/quoting/quote.xhtml?id=12";
    private static final String KEY = "doc-lock:quote-12";
    private static final Pattern INPUT =
            Pattern.compile("<input[^>]*name=\"([^\"]+)\"[^>]*value=\"([^\"]*)\"");

    private final Browser alice = new Browser(SERVER);
    private final Browser bob = new Browser(SERVER);
    private Jedis redis;

    @BeforeEach
    void signIn() {
        redis = SharedServer.redis().connect();
        alice.signIn("alice", "alice");
        bob.signIn("bob", "bob");
    }

    @AfterEach
    void release() {
        redis.del(KEY);
        redis.close();
    }

    @Test
    void whoHasNotSignedInIsLedToTheSignInAndBack() {
        Api.Answer answer = new Browser(SERVER).get("/quoting/quotes.xhtml");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.http().headers().firstValue("Location").orElseThrow())
                .endsWith("/login.xhtml?to=%2Fquoting%2Fquotes.xhtml");
        assertThat(new Browser(SERVER).get("/quoting/quoting.css").status()).isEqualTo(302);
    }

    @Test
    void everybodySeesWhoEdits() {
        press(alice, alice.get(PAGE), "edit", Map.of());
        assertThat(redis.get(KEY)).contains("\"userId\":\"alice\"", "\"sessionId\"");
        assertThat(bob.get("/quoting/quotes.xhtml").body())
                .contains("<span class=\"editor\">alice</span>");
        assertThat(bob.get(PAGE).body())
                .contains("alice is editing this quote.")
                .doesNotContain("type=\"submit\"");
        assertThat(alice.get(PAGE).body())
                .contains("You are editing this quote in another tab.", "Edit here");
    }

    @Test
    void whatIsTypedIsSavedAndShownAsText() {
        String title = "Grüße <script>alert(1)</script> & €";
        Api.Answer editing = press(alice, alice.get(PAGE), "edit", Map.of());
        Api.Answer saved = press(alice, editing, "save", Map.of("form:title", title));
        assertThat(saved.status()).isEqualTo(302);
        assertThat(redis.exists(KEY)).isFalse();
        assertThat(Api.anonymous(SERVER).as("bob").get("/api/quotes/12").json().getString("title"))
                .isEqualTo(title);
        assertThat(alice.get(PAGE).body())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script");
    }

    @Test
    void whatWasTypedStaysWhenTheLockIsLost() {
        Api.Answer editing = press(alice, alice.get(PAGE), "edit", Map.of());
        redis.del(KEY);
        Api.Answer other = press(bob, bob.get(PAGE), "edit", Map.of());
        Api.Answer lost = press(alice, editing, "save", Map.of("form:customer", "Typed by Alice"));
        assertThat(lost.body())
                .contains("Not saved", "bob is editing it now", "value=\"Typed by Alice\"");
        assertThat(redis.get(KEY)).contains("\"userId\":\"bob\"");
        press(bob, other, "save", Map.of("form:customer", "Saved by Bob"));
        Api.Answer again = press(alice, lost, "goOn", Map.of());
        assertThat(again.body())
                .contains("was changed since you began", "value=\"Typed by Alice\"")
                .contains("Saved by Bob");
        press(alice, again, "save", Map.of());
        assertThat(bob.get(PAGE).body()).contains("Typed by Alice");
    }

    @Test
    void cancelGivesTheLockBack() {
        Api.Answer editing = press(alice, alice.get(PAGE), "edit", Map.of());
        assertThat(redis.exists(KEY)).isTrue();
        press(alice, editing, "cancel", Map.of("form:title", "Never mind"));
        assertThat(redis.exists(KEY)).isFalse();
        assertThat(bob.get(PAGE).body()).doesNotContain("Never mind");
    }

    @Test
    void whatIsWrongIsToldAtItsField() {
        Api.Answer editing = press(alice, alice.get(PAGE), "edit", Map.of());
        Api.Answer answer =
                press(
                        alice,
                        editing,
                        "save",
                        Map.of("form:title", "", "form:lines:0:quantity", "0"));
        assertThat(answer.body())
                .contains(
                        "Not saved: please mend",
                        "must not be blank",
                        "greater than or equal to 1");
        assertThat(redis.exists(KEY)).isTrue();
    }

    /** Sends the page's form as it is, but for what was typed. */
    private static Api.Answer press(
            Browser browser, Api.Answer page, String button, Map<String, String> typed) {
        Map<String, String> fields = new LinkedHashMap<>();
        String form = "";
        Matcher input = INPUT.matcher(page.body());
        while (input.find()) {
            String name = input.group(1);
            if (!input.group().contains("type=\"submit\"")) {
                fields.put(name, unescape(input.group(2)));
            } else if (name.endsWith(":" + button)) {
                fields.put(name, input.group(2));
                form = name.substring(0, name.indexOf(':'));
            }
        }
        assertThat(form).as("button " + button + " in " + page.body()).isNotEmpty();
        fields.putAll(typed);
        StringBuilder body = new StringBuilder();
        fields.forEach(
                (name, value) ->
                        body.append(encode(name)).append('=').append(encode(value)).append('&'));
        return browser.send(
                "POST",
                PAGE,
                body.toString(),
                List.of("Content-Type", "application/x-www-form-urlencoded"));
    }

    private static String unescape(String text) {
        return text.replace("&quot;", "\"").replace("&lt;", "<").replace("&amp;", "&");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
