package org.doclock.quoting;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
    private static final String LIST = "/quoting/quotes.xhtml";
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
        Api.anonymous(SERVER).as("admin").post("force-release", "{\"docId\":\"quote-12\"}");
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
    void everybodySeesWhoEditsAndCanRead() {
        begin(alice);
        assertThat(redis.get(KEY)).contains("\"userId\":\"alice\"", "\"sessionId\":\"tab-1\"");
        assertThat(bob.get(LIST).body()).contains(">alice is editing</span>");
        assertThat(alice.get(LIST).body()).contains(">you are editing</span>");
        assertThat(bob.get(PAGE).body())
                .contains("<document-lock id=\"guard\" doc-id=\"quote-12\"", "Laiterie du Val")
                .contains("To edit it, please switch JavaScript on.")
                .doesNotContain("guard:form");
    }

    @Test
    void theFormShowsItsGrantAndWhatIsTypedIsSavedAndShownAsText() {
        String title = "Grüße <script>alert(1)</script> & €";
        Map<String, String> grant = begin(alice);
        Api.Answer editing = press(alice, alice.get(PAGE), "load", grant);
        Api.Answer saved = press(alice, editing, "save", with(grant, "guard:form:title", title));
        assertThat(saved.body())
                .contains("Your changes are saved.")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert");
        assertThat(redis.exists(KEY)).isFalse();
        assertThat(title()).isEqualTo(title);
    }

    @Test
    void aFormWithFilesShowsItsGrantAsWell() {
        Map<String, String> grant = begin(alice);
        Api.Answer editing = press(alice, alice.get(PAGE), "load", grant);
        Map<String, String> fields = fields(editing, "save");
        fields.putAll(with(grant, "guard:form:title", "In parts"));
        alice.send(
                "POST",
                PAGE,
                multipart(fields),
                List.of("Content-Type", "multipart/form-data; boundary=part"));
        assertThat(title()).isEqualTo("In parts");
    }

    @Test
    void aFormWithoutItsGrantIsNotSaved() {
        Map<String, String> grant = begin(alice);
        Api.Answer editing = press(alice, alice.get(PAGE), "load", grant);
        String before = title();
        Map<String, String> old = with(grant, "X-Lock-Token", "quote-12=1");
        Map<String, String> otherTab = with(grant, "X-Lock-Session", "tab-2");
        for (Map<String, String> fields : List.of(Map.<String, String>of(), old, otherTab)) {
            Api.Answer refused =
                    press(alice, editing, "save", with(fields, "guard:form:title", "Not mine"));
            assertThat(refused.body())
                    .contains("you are not editing this quote any more", "value=\"Not mine\"")
                    .doesNotContain("please mend");
        }
        assertThat(title()).isEqualTo(before);
        assertThat(redis.get(KEY)).contains("\"sessionId\":\"tab-1\"");
    }

    @Test
    void whereThereIsAHeaderTheFieldsOfTheFormAreNotLookedAt() {
        Map<String, String> grant = begin(alice);
        Api.Answer editing = press(alice, alice.get(PAGE), "load", grant);
        String before = title();
        press(
                alice,
                editing,
                "save",
                with(grant, "guard:form:title", "Half and half"),
                "X-Lock-Session",
                grant.get("X-Lock-Session"));
        assertThat(title()).isEqualTo(before);
        press(
                alice,
                editing,
                "save",
                Map.of(
                        "guard:form:title",
                        "By its headers",
                        "X-Lock-Session",
                        "tab-2",
                        "X-Lock-Token",
                        "nonsense"),
                "X-Lock-Session",
                grant.get("X-Lock-Session"),
                "X-Lock-Token",
                grant.get("X-Lock-Token"));
        assertThat(title()).isEqualTo("By its headers");
    }

    @Test
    void fieldsThatCannotBeReadAreRefused() {
        Map<String, String> grant = begin(alice);
        Api.Answer editing = press(alice, alice.get(PAGE), "load", grant);
        String before = title();
        for (Map<String, String> fields :
                List.of(
                        with(grant, "X-Lock-Session", "s".repeat(65)),
                        with(grant, "X-Lock-Session", ""),
                        with(grant, "X-Lock-Token", "quote-12"))) {
            Api.Answer refused =
                    press(alice, editing, "save", with(fields, "guard:form:title", "Unreadable"));
            assertThat(refused.status()).isEqualTo(500);
            assertThat(refused.body()).doesNotContain("Exception", "org.doclock");
        }
        assertThat(title()).isEqualTo(before);
        assertThat(redis.exists(KEY)).isTrue();
    }

    @Test
    void whatIsWrongIsToldAtItsField() {
        Map<String, String> grant = begin(alice);
        Api.Answer editing = press(alice, alice.get(PAGE), "load", grant);
        Map<String, String> wrong = with(grant, "guard:form:title", "");
        Api.Answer answer =
                press(alice, editing, "save", with(wrong, "guard:form:lines:0:quantity", "0"));
        assertThat(answer.body())
                .contains("Not saved: please mend", "must not be blank")
                .contains("greater than or equal to 1");
        assertThat(redis.exists(KEY)).isTrue();
    }

    @Test
    void whoeverReadsMayApproveUnlessSomebodyEdits() {
        String page = "/quoting/quote.xhtml?id=4";
        assertThat(bob.get(page).body()).contains("Approved").doesNotContain("<document-lock");
        begin(alice);
        Api.Answer refused = press(bob, bob.get(PAGE), "approve", Map.of());
        assertThat(refused.body()).contains("Somebody else is editing this quote.");
        assertThat(bob.get(PAGE).body()).contains(">Draft<");
    }

    /** What the page's script does: takes the lock in a session, and puts both into the form. */
    private static Map<String, String> begin(Browser browser) {
        Api.Answer answer =
                browser.fetch(
                        "/api/lock/acquire", "{\"docId\":\"quote-12\",\"sessionId\":\"tab-1\"}");
        long token = answer.lockInfo().getJsonNumber("token").longValueExact();
        return Map.of("X-Lock-Session", "tab-1", "X-Lock-Token", "quote-12=" + token);
    }

    private static String title() {
        return Api.anonymous(SERVER).as("bob").get("/api/quotes/12").json().getString("title");
    }

    private static Map<String, String> with(Map<String, String> fields, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return more;
    }

    /** Sends the page's form as it is, but for what was typed. */
    private static Api.Answer press(
            Browser browser,
            Api.Answer page,
            String button,
            Map<String, String> typed,
            String... headers) {
        Map<String, String> fields = fields(page, button);
        fields.putAll(typed);
        StringBuilder body = new StringBuilder();
        fields.forEach(
                (name, value) ->
                        body.append(encode(name)).append('=').append(encode(value)).append('&'));
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", "application/x-www-form-urlencoded"));
        return browser.send("POST", PAGE, body.toString(), all);
    }

    /** Those of the form that has this button. */
    private static Map<String, String> fields(Api.Answer page, String button) {
        Map<String, String> fields = new LinkedHashMap<>();
        String form = "";
        Matcher input = INPUT.matcher(page.body());
        while (input.find()) {
            String name = input.group(1);
            if (!input.group().contains("type=\"submit\"")) {
                fields.put(name, unescape(input.group(2)));
            } else if (name.endsWith(":" + button)) {
                fields.put(name, input.group(2));
                form = name.substring(0, name.lastIndexOf(':'));
            }
        }
        assertThat(form).as("button " + button + " in " + page.body()).isNotEmpty();
        String own = form;
        fields.keySet()
                .removeIf(it -> it.contains(":") && !it.equals(own) && !it.startsWith(own + ":"));
        return fields;
    }

    private static String multipart(Map<String, String> fields) {
        StringBuilder body = new StringBuilder();
        fields.forEach(
                (name, value) ->
                        body.append("--part\r\nContent-Disposition: form-data; name=\"")
                                .append(name)
                                .append("\"\r\n\r\n")
                                .append(value)
                                .append("\r\n"));
        return body.append("--part--\r\n").toString();
    }

    private static String unescape(String text) {
        return text.replace("&quot;", "\"").replace("&lt;", "<").replace("&amp;", "&");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
