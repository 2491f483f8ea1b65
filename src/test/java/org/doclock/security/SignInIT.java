package org.doclock.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.doclock.Api;
import org.doclock.SharedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sign-in page, its session, and what other sites can make of it. */
class SignInIT {

    private static final URI SERVER = SharedServer.uri();

    private final String doc = "quote-" + UUID.randomUUID();
    private final String body = "{\"docId\":\"" + doc + "\"}";
    private final Browser browser = new Browser(SERVER);

    @AfterEach
    void forgetAttempts() {
        GuessingIT.forgetAttempts();
    }

    @Test
    void nobodyHasASessionBeforeSigningIn() {
        assertThat(browser.get("/login.xhtml").status()).isEqualTo(200);
        assertThat(browser.cookie()).isEmpty();
        browser.signIn("alice", "wrong");
        assertThat(browser.cookie()).isEmpty();
    }

    @Test
    void theSessionCookieIsOutOfReachOfScriptsAndOtherSites() {
        Api.Answer answer = browser.signIn("alice", "alice");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.http().headers().firstValue("Set-Cookie").orElseThrow())
                .contains("HttpOnly")
                .containsIgnoringCase("SameSite=Lax");
    }

    @Test
    void theSessionOpensTheApiToPagesOfThisServer() {
        browser.signIn("alice", "alice");
        assertThat(browser.fetch("/api/lock/acquire", body).status()).isEqualTo(200);
        assertThat(browser.get("/api/lock/status/" + doc).lockInfo().getString("userId"))
                .isEqualTo("alice");
    }

    @Test
    void aSessionFromBeforeTheSignInIsWorthNothingAfterIt() {
        Browser first = new Browser(SERVER);
        first.signIn("bob", "bob");
        String planted = first.cookie().orElseThrow();
        // Somebody plants the id of a session that they know, and waits for alice to sign in.
        browser.setCookie(planted);
        browser.signIn("alice", "alice");
        assertThat(browser.cookie()).isPresent();
        assertThat(browser.cookie().orElseThrow()).isNotEqualTo(planted);
        assertThat(first.get("/api/lock/status/x").status()).isEqualTo(401);

        Browser invented = new Browser(SERVER);
        invented.setCookie("DOCLOCK=00112233445566778899aabbccdd");
        invented.signIn("alice", "alice");
        assertThat(invented.cookie().orElseThrow()).doesNotContain("00112233445566778899");
    }

    @Test
    void signingOutEndsTheSessionOnTheServer() {
        browser.signIn("alice", "alice");
        String session = browser.cookie().orElseThrow();
        assertThat(browser.signOut().status()).isEqualTo(302);
        Browser replay = new Browser(SERVER);
        replay.setCookie(session);
        assertThat(replay.get("/api/lock/status/x").status()).isEqualTo(401);
        assertThat(replay.get("/login.xhtml").body()).doesNotContain("alice");
    }

    @Test
    void aWrongPasswordAndAnUnknownNameAreToldTheSame() {
        String wrong = browser.signIn("alice", "wrong").body();
        String unknown = browser.signIn("nobody", "wrong").body();
        assertThat(wrong).contains("Name or password is wrong.");
        assertThat(unknown.replace("nobody", "alice")).isEqualTo(wrong);
        assertThat(wrong).doesNotContain("value=\"wrong\"");
    }

    @Test
    void whatOthersTypeIsShownAsText() {
        String page = browser.signIn("\"><script>alert(1)</script>", "x").body();
        assertThat(page).doesNotContain("<script>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "https://evil.example",
                "/\\evil.example",
                "/?\\evil.example",
                "/a?b\r\nX: y",
                "?to=//evil.example",
                "//evil.example?a=/b",
                "javascript:x",
                "/.//evil.example",
                "/a//b",
                "/a/../b",
                "",
                "/%0d%0aX: y"
            })
    void aSignInLeadsToNoOtherSite(String to) {
        assertThat(whereSigningInLeads(to)).isEqualTo(SERVER + "/login.xhtml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/locks.xhtml", "/quoting/quote.xhtml?id=7&a=b%20c", "/a?to=//b"})
    void aSignInLeadsBackToThePageWithItsQuery(String to) {
        assertThat(whereSigningInLeads(to)).isEqualTo(SERVER + to);
    }

    private String whereSigningInLeads(String to) {
        Api.Answer answer =
                browser.send(
                        "POST",
                        "/login.xhtml",
                        "form=form&form:name=alice&form:password=alice&form:submit=x&form:to="
                                + URLEncoder.encode(to, StandardCharsets.UTF_8)
                                + "&jakarta.faces.ViewState=stateless",
                        List.of(
                                "Origin",
                                SERVER.toString(),
                                "Content-Type",
                                "application/x-www-form-urlencoded"));
        return answer.http().headers().firstValue("Location").orElseThrow();
    }

    @Test
    void whatAskedForTheSignInIsReturnedTo() {
        Api.Answer asked = browser.get("/admin/locks.xhtml?user=anna");
        assertThat(asked.http().headers().firstValue("Location").orElseThrow())
                .endsWith("/login.xhtml?to=%2Fadmin%2Flocks.xhtml%3Fuser%3Danna");
        assertThat(browser.get("/login.xhtml?to=%2Fadmin%2Flocks.xhtml").body())
                .contains("value=\"/admin/locks.xhtml\"");
    }

    @Test
    void anotherSiteWritesNothingWithTheReadersCookie() {
        browser.signIn("alice", "alice");
        String json = "application/json";
        for (List<String> headers :
                List.of(
                        List.of("Content-Type", json, "Origin", "https://evil.example"),
                        List.of("Content-Type", json, "Origin", "null"),
                        List.of("Content-Type", json, "Origin", SERVER + ".evil.example"),
                        List.of("Content-Type", json, "Origin", "http://localhost"),
                        List.of("Content-Type", json, "Sec-Fetch-Site", "cross-site"),
                        List.of("Content-Type", json, "Sec-Fetch-Site", "same-site"),
                        List.of(
                                "Content-Type",
                                json,
                                "Sec-Fetch-Site",
                                "cross-site",
                                "Origin",
                                SERVER.toString()),
                        List.of("Content-Type", "text/plain", "Origin", "https://evil.example"),
                        List.of("Content-Type", json))) {
            for (String operation : List.of("acquire", "release", "extend", "force-release")) {
                Api.Answer answer = browser.send("POST", "/api/lock/" + operation, body, headers);
                assertThat(answer.status()).as(operation + headers).isEqualTo(403);
                assertThat(answer.code()).isEqualTo("FORBIDDEN");
            }
            assertThat(browser.send("DELETE", "/api/lock", "", headers).status()).isEqualTo(403);
        }
        assertThat(browser.get("/api/lock/status/" + doc).json().getBoolean("isLocked")).isFalse();
        // A plain form of another site cannot say JSON, and is refused even if it could lie.
        Api.Answer form =
                browser.send(
                        "POST",
                        "/api/lock/acquire",
                        body,
                        List.of("Content-Type", "text/plain", "Origin", SERVER.toString()));
        assertThat(form.status()).isEqualTo(415);
    }

    @Test
    void anotherSiteSignsNobodyInOrOut() {
        Api.Answer foreign = browser.signIn("alice", "alice", "Origin", "https://evil.example");
        assertThat(foreign.status()).isEqualTo(200);
        assertThat(browser.cookie()).isEmpty();
        browser.signIn("alice", "alice");
        browser.send(
                "POST",
                "/login.xhtml",
                "signedIn=signedIn&signedIn:signOut=x&jakarta.faces.ViewState=stateless",
                List.of(
                        "Origin",
                        "https://evil.example",
                        "Content-Type",
                        "application/x-www-form-urlencoded"));
        assertThat(browser.get("/api/lock/status/x").status()).isEqualTo(200);
    }

    @Test
    void nobodyIsSignedInOrOutByALink() {
        String signIn =
                "/login.xhtml?form=form&form:name=alice&form:password=alice&form:submit=x"
                        + "&jakarta.faces.ViewState=stateless";
        for (String method : List.of("GET", "HEAD", "OPTIONS", "DELETE")) {
            assertThat(browser.send(method, signIn, "", List.of()).status()).isIn(400, 405);
        }
        assertThat(browser.cookie()).isEmpty();
        browser.signIn("alice", "alice");
        String signOut =
                "/login.xhtml?signedIn=signedIn&signedIn:signOut=x&jakarta%2Efaces.ViewState=stateless";
        assertThat(browser.get(signOut).status()).isEqualTo(400);
        assertThat(browser.get("/api/lock/status/x").status()).isEqualTo(200);
    }

    @Test
    void aSessionIsNotTakenFromALink() {
        browser.signIn("alice", "alice");
        String session = browser.cookie().orElseThrow();
        Browser follower = new Browser(SERVER);
        for (String name : List.of(session, session.replace("DOCLOCK", "jsessionid"))) {
            assertThat(follower.get("/api/lock/status/x;" + name).status()).isEqualTo(401);
            assertThat(follower.get("/login.xhtml;" + name).body()).doesNotContain("alice");
            assertThat(follower.get("/admin/locks.xhtml;" + name).status()).isIn(302, 301);
        }
    }

    @Test
    void behindAProxyThatEndsTlsTheCookieIsSecure() {
        Api.Answer answer =
                browser.signIn(
                        "alice",
                        "alice",
                        "Origin",
                        SERVER.toString().replace("http:", "https:"),
                        "X-Forwarded-Proto",
                        "https");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.http().headers().firstValue("Set-Cookie").orElseThrow())
                .contains("Secure");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login.xhtml",
                "/login.xhtml;a.css",
                "/api/lock/status/x",
                "/nothing",
                "/health"
            })
    void everyAnswerTellsBrowsersWhatIsAllowed(String path) {
        Api.Answer answer = browser.get(path);
        assertThat(answer.http().headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.http().headers().firstValue("X-Content-Type-Options"))
                .contains("nosniff");
        assertThat(answer.http().headers().firstValue("Referrer-Policy")).isPresent();
        assertThat(answer.http().headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void theSignInPageHasNoInlineScriptOrStyle() {
        assertThat(browser.get("/login.xhtml").body())
                .doesNotContain("<script", "<style", "style=", "onclick", "jsessionid", "DOCLOCK=");
    }

    @Test
    void aBrowserIsNotAskedForBasic() {
        Api.Answer answer =
                browser.send(
                        "GET", "/api/lock/status/x", "", List.of("Sec-Fetch-Site", "same-origin"));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.http().headers().firstValue("WWW-Authenticate").orElseThrow())
                .doesNotContain("Basic");
    }
}
