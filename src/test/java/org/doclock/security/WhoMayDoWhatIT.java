package org.doclock.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.doclock.Api;
import org.doclock.RedisProcess;
import org.doclock.SharedServer;
import org.doclock.TestTokens;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Every address for every kind of caller, and nobody acts as somebody else. */
class WhoMayDoWhatIT {

    private static final URI SERVER = SharedServer.uri();
    private static final Api ANONYMOUS = Api.anonymous(SERVER);

    private final String doc = "quote-" + UUID.randomUUID();

    /** Wrong passwords of these tests are no concern of the next ones. */
    @AfterEach
    void forgetAttempts() {
        GuessingIT.forgetAttempts();
    }

    // ---- the table

    private record Row(String method, String path, String body, int user, int service, int admin) {}

    private List<Row> rows() {
        String body = "{\"docId\":\"" + doc + "\"}";
        String withdrawal = "{\"docId\":\"" + doc + "\",\"withdraw\":true}";
        String handOver = "{\"docId\":\"" + doc + "\",\"toUserId\":\"nobody\"}";
        return List.of(
                new Row("POST", "/api/lock/acquire", body, 200, 200, 200),
                new Row("POST", "/api/lock/extend", body, 200, 200, 200),
                new Row("POST", "/api/lock/request", withdrawal, 200, 200, 200),
                new Row("GET", "/api/lock/status/" + doc, "", 200, 200, 200),
                new Row("POST", "/api/lock/status", "{\"docIds\":[\"a\"]}", 200, 200, 200),
                new Row("POST", "/api/lock/release", body, 200, 200, 200),
                new Row("POST", "/api/lock/hand-over", handOver, 409, 409, 409),
                new Row("GET", "/api/lock", "", 403, 403, 200),
                new Row("POST", "/api/lock/force-release", body, 403, 403, 200),
                new Row("DELETE", "/api/lock?reason=test", "", 403, 403, 200),
                new Row("GET", "/api/lock/nothing", "", 404, 404, 404),
                new Row("PUT", "/api/lock/acquire", body, 405, 405, 405),
                new Row("GET", "/api/nothing", "", 404, 404, 404));
    }

    @Test
    void everyAddressOfTheApiForEveryCaller() {
        Map<String, Api> strangers = strangers();
        for (Row row : rows()) {
            strangers.forEach((name, api) -> assertStatus(name, api, row, 401));
            assertStatus("wrong password", ANONYMOUS.as("alice", "wrong"), row, 401);
            GuessingIT.forgetAttempts();
            assertStatus("alice", ANONYMOUS.as("alice"), row, row.user);
            assertStatus("bob", ANONYMOUS.as("bob"), row, row.user == 200 ? -1 : row.user);
            assertStatus("app", ANONYMOUS.as("app"), row, row.service == 200 ? -1 : row.service);
            assertStatus("admin", ANONYMOUS.as("admin"), row, row.admin == 200 ? -1 : row.admin);
            assertStatus(
                    "token of alice",
                    bearer(claims("alice")),
                    row,
                    row.user == 200 ? -1 : row.user);
        }
    }

    /** -1: let in, whether or not the document was free just then. */
    private static void assertStatus(String caller, Api api, Row row, int status) {
        Api.Answer answer =
                row.body.isEmpty()
                        ? api.send(row.method, row.path, BodyPublishers.noBody())
                        : api.send(
                                row.method,
                                row.path,
                                BodyPublishers.ofString(row.body),
                                "Content-Type",
                                "application/json");
        String cell = caller + ": " + row.method + " " + row.path;
        if (status == -1) {
            assertThat(answer.status()).as(cell).isIn(200, 409);
        } else {
            assertThat(answer.status()).as(cell).isEqualTo(status);
        }
        assertThat(answer.json().getBoolean("success")).as(cell).isEqualTo(answer.status() == 200);
        assertThat(answer.http().headers().firstValue("Set-Cookie")).as(cell).isEmpty();
        assertThat(answer.http().headers().firstValue("Cache-Control"))
                .as(cell)
                .contains("no-store");
        if (status == 401) {
            assertThat(answer.code()).as(cell).isEqualTo("UNAUTHENTICATED");
            assertThat(answer.http().headers().firstValue("WWW-Authenticate")).as(cell).isPresent();
        }
    }

    private static Map<String, Api> strangers() {
        Map<String, Api> strangers = new LinkedHashMap<>();
        strangers.put("anonymous", ANONYMOUS);
        strangers.put("signed out", ANONYMOUS.withCookie(endedSession()));
        strangers.put("not base64", ANONYMOUS.withAuthorization("Basic %%%"));
        strangers.put("Basic without colon", ANONYMOUS.withAuthorization("Basic YWxpY2U="));
        strangers.put("another scheme", ANONYMOUS.withAuthorization("Digest username=\"alice\""));
        strangers.put("empty bearer", ANONYMOUS.withAuthorization("Bearer "));
        strangers.put("no token", ANONYMOUS.withAuthorization("Bearer alice"));
        strangers.put("forged", token(TestTokens.signedByAForger(claims("alice"))));
        strangers.put(
                "alg none",
                token(TestTokens.sign(claims("alice"), AlgorithmIdentifiers.NONE, null)));
        strangers.put(
                "another algorithm", token(TestTokens.signedByAnotherAlgorithm(claims("alice"))));
        Key publicKey =
                new SecretKeySpec(Base64.getDecoder().decode(TestTokens.publicKey()), "HmacSHA256");
        strangers.put(
                "public key as secret",
                token(
                        TestTokens.sign(
                                claims("alice"), AlgorithmIdentifiers.HMAC_SHA256, publicKey)));
        JwtClaims expired = claims("alice");
        expired.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() - 120));
        strangers.put("expired", bearer(expired));
        JwtClaims endless = claims("alice");
        endless.unsetClaim("exp");
        strangers.put("without expiry", bearer(endless));
        JwtClaims early = claims("alice");
        early.setNotBeforeMinutesInThePast(-10);
        strangers.put("not yet valid", bearer(early));
        JwtClaims issuer = claims("alice");
        issuer.setIssuer("https://evil.example");
        strangers.put("wrong issuer", bearer(issuer));
        JwtClaims audience = claims("alice");
        audience.setAudience("somebody-else");
        strangers.put("wrong audience", bearer(audience));
        JwtClaims nobody = claims("alice");
        nobody.unsetClaim("sub");
        strangers.put("nobody", bearer(nobody));
        String good = TestTokens.signed(claims("alice"));
        strangers.put("cut off", token(good.substring(0, good.length() - 10)));
        String[] parts = good.split("\\.");
        String admins =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                claims("admin", "lock-admin")
                                        .toJson()
                                        .getBytes(StandardCharsets.UTF_8));
        strangers.put("changed claims", token(parts[0] + "." + admins + "." + parts[2]));
        return strangers;
    }

    /** The cookie of a session that has ended. */
    private static String endedSession() {
        Browser browser = signedIn("alice");
        String cookie = browser.cookie().orElseThrow();
        browser.signOut();
        return cookie;
    }

    @Test
    void aWrongPasswordOrUnknownNameOpensNothing() {
        for (String name : List.of("alice", "admin", "nobody", "ALICE", "alice ", "")) {
            Api.Answer answer = ANONYMOUS.as(name, "wrong").get("/api/lock/status/" + doc);
            assertThat(answer.status()).as(name).isEqualTo(401);
        }
        assertThat(ANONYMOUS.as("Alice", "alice").get("/api/lock/status/x").status())
                .isEqualTo(401);
        assertThat(ANONYMOUS.as("alice", "").get("/api/lock/status/x").status()).isEqualTo(401);
    }

    @Test
    void theGroupsOfATokenAreRoles() {
        assertThat(bearer(claims("carol")).get("/api/lock").status()).isEqualTo(403);
        assertThat(bearer(claims("carol", "lock-admin")).get("/api/lock").status()).isEqualTo(200);
        Api service = bearer(claims("crm", "other", "lock-service"));
        assertThat(service.post("acquire", body("somebody")).status()).isEqualTo(200);
    }

    @Test
    void pagesForEveryCaller() {
        Browser alice = signedIn("alice");
        Browser admin = signedIn("admin");
        Browser stale = new Browser(SERVER);
        stale.setCookie("DOCLOCK=0123456789abcdef0123456789ab");
        for (String page : List.of("/admin/locks.xhtml", "/admin/", "/admin/x")) {
            strangers()
                    .forEach(
                            (name, api) ->
                                    assertThat(api.get(page).status()).as(name).isEqualTo(302));
            assertThat(ANONYMOUS.as("alice", "wrong").get(page).status()).as(page).isEqualTo(302);
            assertThat(ANONYMOUS.as("admin").get(page).status()).as(page).isEqualTo(302);
            assertThat(stale.get(page).status()).as(page).isEqualTo(302);
            assertThat(alice.get(page).status()).as(page).isEqualTo(403);
            assertThat(admin.get(page).status())
                    .as(page)
                    .isEqualTo(page.equals("/admin/locks.xhtml") ? 200 : 404);
        }
        for (String trick :
                List.of(
                        "/admin%2Flocks.xhtml",
                        "/x/../admin/locks.xhtml",
                        "//admin/locks.xhtml",
                        "/admin;x=y/locks.xhtml",
                        "/ADMIN/locks.xhtml")) {
            // 301: the server takes it for a folder, and leads to what is closed.
            assertThat(ANONYMOUS.get(trick).status()).as(trick).isIn(301, 302, 400, 404);
            assertThat(alice.get(trick).status()).as(trick).isIn(301, 400, 403, 404);
        }
        for (String open : List.of("/login.xhtml", "/sign-in.css", "/health", "/openapi")) {
            strangers()
                    .forEach(
                            (name, api) ->
                                    assertThat(api.get(open).status()).as(name).isEqualTo(200));
        }
        assertThat(stale.get("/api/lock/status/x").status()).isEqualTo(401);
        assertThat(alice.get("/api/lock/status/x").status()).isEqualTo(200);
        assertThat(alice.get("/api/lock").status()).isEqualTo(403);
        assertThat(admin.get("/api/lock").status()).isEqualTo(200);
    }

    // ---- nobody is somebody else

    @Test
    void aliceDoesNothingAsBobWhateverSheSends() {
        Api alice = ANONYMOUS.as("alice");
        ANONYMOUS.as("bob").post("acquire", "{\"docId\":\"" + doc + "\",\"ttl\":600}");
        String bobs = redisText();
        List<String> bodies = new ArrayList<>();
        for (String user :
                List.of("bob", "Bob", "BOB", "bob ", " bob", "b\\u006fb", "admin", "app")) {
            bodies.add("{\"docId\":\"" + doc + "\",\"userId\":\"" + user + "\"}");
        }
        bodies.add("{\"docId\":\"" + doc + "\",\"userId\":\"alice\",\"userId\":\"bob\"}");
        bodies.add("{\"docId\":\"" + doc + "\",\"userId\":\"alice\",\"UserId\":\"bob\"}");
        bodies.add("{\"docId\":\"" + doc + "\",\"by\":\"app\",\"userId\":\"alice\"}");
        bodies.add("{\"docId\":\"" + doc + "\",\"user\":\"bob\"}");
        for (String operation : List.of("acquire", "release", "extend")) {
            for (String body : bodies) {
                assertThat(alice.post(operation, body).status())
                        .as(operation + body)
                        .isIn(400, 403);
            }
            for (String header :
                    List.of("X-User", "X-Forwarded-User", "Remote-User", "X-Remote-User")) {
                Api.Answer answer =
                        alice.send(
                                "POST",
                                "/api/lock/" + operation,
                                BodyPublishers.ofString("{\"docId\":\"" + doc + "\"}"),
                                "Content-Type",
                                "application/json",
                                header,
                                "bob");
                assertThat(answer.status()).as(operation + header).isEqualTo(409);
                assertThat(answer.lockInfo().getBoolean("mine")).isFalse();
            }
        }
        assertThat(
                        alice.post(
                                        "force-release",
                                        "{\"docId\":\"" + doc + "\",\"adminUserId\":\"admin\"}")
                                .status())
                .isEqualTo(403);
        assertThat(alice.post("status", "{\"docIds\":[\"a\"],\"userId\":\"bob\"}").status())
                .isEqualTo(403);
        assertThat(redisText()).isEqualTo(bobs);
    }

    @Test
    void anAdministratorIsThemselvesToo() {
        Api admin = ANONYMOUS.as("admin");
        assertThat(
                        admin.post(
                                        "force-release",
                                        "{\"docId\":\"" + doc + "\",\"adminUserId\":\"root\"}")
                                .status())
                .isEqualTo(403);
        assertThat(admin.delete("/api/lock?adminUserId=root").status()).isEqualTo(403);
        assertThat(admin.post("acquire", body("bob")).status()).isEqualTo(403);
    }

    @Test
    void aServiceActsForAnybodyAndEndsOnlyWhatItMade() {
        Api app = ANONYMOUS.as("app");
        Api alice = ANONYMOUS.as("alice");
        assertThat(app.post("acquire", body("alice")).status()).isEqualTo(200);
        assertThat(redisText()).contains("\"userId\":\"alice\"").endsWith(",\"by\":\"app\"}");
        assertThat(app.post("release", body("alice")).status()).isEqualTo(200);

        long token =
                alice.post("acquire", "{\"docId\":\"" + doc + "\"}")
                        .lockInfo()
                        .getJsonNumber("token")
                        .longValue();
        // Nor is it shown the token with which it could.
        for (Api.Answer answer :
                List.of(
                        app.post("release", body("alice")),
                        app.post("acquire", body("alice")),
                        app.post("extend", body("alice")),
                        app.post(
                                "status", "{\"docIds\":[\"" + doc + "\"],\"userId\":\"alice\"}"))) {
            assertThat(answer.body()).contains("alice").doesNotContain("token");
        }
        assertThat(app.post("release", body("alice")).status()).isEqualTo(409);
        assertThat(redisText()).contains(Long.toString(token));
        String withToken =
                "{\"docId\":\"" + doc + "\",\"userId\":\"alice\",\"token\":" + token + "}";
        assertThat(app.post("release", withToken).status()).isEqualTo(200);
        assertThat(redisText()).isNull();
    }

    @Test
    void nobodySeesAnotherUsersSessionOrToken() {
        ANONYMOUS
                .as("bob")
                .post("acquire", "{\"docId\":\"" + doc + "\",\"sessionId\":\"bobs-secret-tab\"}");
        Api alice = ANONYMOUS.as("alice");
        for (Api.Answer answer :
                List.of(
                        alice.get("/api/lock/status/" + doc),
                        alice.post("acquire", "{\"docId\":\"" + doc + "\"}"),
                        alice.post("extend", "{\"docId\":\"" + doc + "\"}"),
                        alice.post("status", "{\"docIds\":[\"" + doc + "\"]}"),
                        ANONYMOUS.as("app").get("/api/lock/status/" + doc),
                        ANONYMOUS.as("admin").get("/api/lock?prefix=" + doc))) {
            assertThat(answer.body()).contains("bob").doesNotContain("secret");
        }
        assertThat(alice.get("/api/lock/status/" + doc).lockInfo()).doesNotContainKey("token");
        Api.Answer own =
                ANONYMOUS
                        .as("bob")
                        .get("/api/lock/status/" + doc, "X-Lock-Session", "bobs-secret-tab");
        assertThat(own.lockInfo().getBoolean("mine")).isTrue();
        assertThat(own.lockInfo().getString("sessionId")).isEqualTo("bobs-secret-tab");
    }

    @Test
    void whatIsOpenToEverybodySaysNothingOfUsersOrDocuments() {
        ANONYMOUS
                .as("bob")
                .post("acquire", "{\"docId\":\"" + doc + "\",\"username\":\"Robert Roe\"}");
        for (String open : List.of("/health", "/openapi", "/metrics", "/login.xhtml", "/nothing")) {
            assertThat(ANONYMOUS.get(open).body())
                    .as(open)
                    .doesNotContain(doc, "Robert", "bob", "PBKDF2", "doclock-s3cret", "redis://");
        }
    }

    private String redisText() {
        try (Jedis redis = RedisProcess.connect(SharedServer.redis().uri())) {
            return redis.get("doc-lock:" + doc);
        }
    }

    private String body(String user) {
        return "{\"docId\":\"" + doc + "\",\"userId\":\"" + user + "\"}";
    }

    private static Browser signedIn(String name) {
        Browser browser = new Browser(SERVER);
        assertThat(browser.signIn(name, name).status()).isEqualTo(302);
        return browser;
    }

    private static JwtClaims claims(String user, String... groups) {
        return TestTokens.claims(user, groups);
    }

    private static Api bearer(JwtClaims claims) {
        return token(TestTokens.signed(claims));
    }

    private static Api token(String token) {
        return ANONYMOUS.withAuthorization("Bearer " + token);
    }
}
