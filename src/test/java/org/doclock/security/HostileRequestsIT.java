package org.doclock.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.doclock.Api;
import org.doclock.RedisProcess;
import org.doclock.SharedServer;
import org.doclock.TestTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * Requests put together at random from good and bad pieces, sent byte by byte as they are. Whatever
 * comes, the server answers, blames no fault on itself, shows nothing and keeps nothing.
 */
class HostileRequestsIT {

    private static final int REQUESTS = 20_000;
    private static final URI SERVER = SharedServer.uri();
    private static final List<String> LEAKS =
            List.of(
                    "Exception",
                    "\tat ",
                    "java.lang",
                    "org.glassfish",
                    "jedis",
                    "s3cret",
                    "PBKDF2",
                    "redis:");

    private static final List<String> METHODS =
            List.of("GET", "POST", "POST", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");
    private static final List<String> PATHS =
            List.of(
                    "/api/lock/acquire",
                    "/api/lock/acquire",
                    "/api/lock/acquire",
                    "/api/lock/release",
                    "/api/lock/extend",
                    "/api/lock/release",
                    "/api/lock/extend",
                    "/api/lock/status",
                    "/api/lock/force-release",
                    "/api/lock",
                    "/api/lock/status/",
                    "/api",
                    "/api/",
                    "/",
                    "/login.xhtml",
                    "/admin/locks.xhtml",
                    "/error",
                    "/health",
                    "/openapi",
                    "/WEB-INF/web.xml",
                    "/META-INF/MANIFEST.MF",
                    "/jakarta.faces.resource/x",
                    "/api/application.wadl");
    private static final List<String> PIECES =
            List.of(
                    "..",
                    "%2e%2e",
                    "%2F",
                    "%5C",
                    "%00",
                    "%",
                    "%zz",
                    "%c0%af",
                    ";x=y",
                    "//",
                    "?a=b",
                    "#",
                    "{}",
                    "%F0%9F%99%82",
                    "'",
                    "\"",
                    "<x>",
                    "|",
                    "+",
                    "\\",
                    "a",
                    "quote-1",
                    "~",
                    "*",
                    "%0d%0a");
    private static final List<String> TEXTS =
            List.of(
                    "alice",
                    "bob",
                    "",
                    " ",
                    "quote-1",
                    "\\u0000",
                    "\\ud800",
                    "\\n",
                    "%s%n",
                    "${jndi:x}",
                    "' OR 1=1",
                    "<script>",
                    "../../etc/passwd",
                    "ü🙂",
                    "x".repeat(300),
                    "(unreadable)",
                    "*",
                    "\\\"",
                    "\\\\");
    private static final List<String> VALUES =
            List.of(
                    "true",
                    "false",
                    "null",
                    "0",
                    "-1",
                    "300",
                    "1e400",
                    "9999999999999999999",
                    "[]",
                    "{}",
                    "[\"a\"]",
                    "[1]",
                    "{\"a\":{}}",
                    "\"x\"",
                    "1.5",
                    "NaN",
                    "");
    private static final List<String> FIELDS =
            List.of(
                    "docId",
                    "userId",
                    "ttl",
                    "username",
                    "sessionId",
                    "takeOver",
                    "newGrant",
                    "resumeToken",
                    "token",
                    "grace",
                    "docIds",
                    "adminUserId",
                    "reason",
                    "wait",
                    "__proto__",
                    "");
    private static final List<String> HEADERS =
            List.of(
                    "Content-Type: application/json",
                    "Content-Type: application/json",
                    "Content-Type: application/json; charset=utf-16",
                    "Content-Type: text/plain",
                    "Content-Type: x",
                    "Content-Type: multipart/form-data; boundary=x",
                    "Content-Type: ;",
                    "Accept: */*",
                    "Accept: text/html",
                    "Accept: ;q=x",
                    "Accept-Language: \u0001",
                    "Authorization: Basic !!!",
                    "Authorization: Basic " + base64("alice:wrong"),
                    "Authorization: Basic " + base64(":"),
                    "Authorization: Bearer a.b.c",
                    "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.",
                    "Authorization: Negotiate x",
                    "Authorization:",
                    "Cookie: DOCLOCK=x",
                    "Cookie: DOCLOCK=\"",
                    "Cookie: $Version=1; =;;",
                    "X-Lock-Session: \t",
                    "X-Lock-Session: " + "s".repeat(200),
                    "X-Lock-Token: quote-1=1",
                    "Origin: null",
                    "Origin: http://evil.example",
                    "Sec-Fetch-Site: x",
                    "X-HTTP-Method-Override: DELETE",
                    "X-Forwarded-For: 1.2.3.4",
                    "Content-Encoding: gzip",
                    "If-None-Match: *",
                    "Range: bytes=0-1",
                    "Referer: x",
                    "Upgrade: websocket",
                    "X: " + "y".repeat(3000));

    /** All who may come in, but for administrators, whose "clear all" would hide what is left. */
    private static final List<String> CALLERS =
            List.of(
                    "Authorization: Basic " + base64("alice:alice"),
                    "Authorization: Basic " + base64("bob:bob"),
                    "Authorization: Basic " + base64("app:app"),
                    "Authorization: Bearer " + TestTokens.signed(TestTokens.claims("carol")));

    private final Map<String, Integer> answers = new TreeMap<>();
    private Random random;

    @AfterEach
    void forgetAttempts() {
        GuessingIT.forgetAttempts();
    }

    @Test
    void twentyThousandGeneratedRequestsDoNoHarm() throws IOException {
        long seed = Long.getLong("doclock.test.seed", System.nanoTime());
        System.out.println("HostileRequestsIT: repeat with -Ddoclock.test.seed=" + seed);
        random = new Random(seed);
        Set<String> granted = new HashSet<>();
        Api.anonymous(SERVER).as("admin").delete("/api/lock");
        for (int i = 0; i < REQUESTS; i++) {
            String request = request();
            String answer = send(request);
            String context =
                    "seed " + seed + ", request " + i + ":\n" + request + "\n->\n" + answer;
            assertThat(answer).as(context).startsWith("HTTP/1.1 ");
            assertThat(answer.charAt(9)).as(context).isBetween('2', '4');
            assertThat(LEAKS).as(context).noneMatch(answer::contains);
            assertThat(answer).as(context).doesNotContain("Set-Cookie");
            answers.merge(answer.substring(9, 12), 1, Integer::sum);
            remember(request, answer, granted);
        }
        System.out.println("HostileRequestsIT: answers by status " + answers);
        // Else nothing of the engine was put to the test.
        assertThat(answers.get("200")).isGreaterThan(1_000);
        assertThat(answers.get("409")).isGreaterThan(50);
        assertThat(answers.get("403")).isGreaterThan(50);
        assertNothingIsLeft(granted);
    }

    private void assertNothingIsLeft(Set<String> granted) {
        Api alice = Api.anonymous(SERVER).as("alice");
        GuessingIT.forgetAttempts();
        assertThat(alice.get("/api/lock/status/quote-1").status()).isEqualTo(200);
        Api admin = Api.anonymous(SERVER).as("admin");
        // Only what was granted in so many words is locked.
        assertThat(admin.get("/api/lock?limit=1000").json().getJsonArray("locks"))
                .extracting(lock -> lock.asJsonObject().getString("docId"))
                .isSubsetOf(granted);
        assertThat(admin.delete("/api/lock").status()).isEqualTo(200);
        try (Jedis redis = RedisProcess.connect(SharedServer.redis().uri())) {
            assertThat(redis.keys("doc-lock:*")).isEmpty();
            assertThat(redis.keys("*")).allMatch(key -> key.startsWith("doc-lock"));
        }
    }

    /** Notes what was locked, and that nobody but a service locked for somebody else. */
    private static void remember(String request, String answer, Set<String> granted) {
        int json = answer.indexOf("{\"success\":true,\"message\":\"Lock acquired");
        if (json >= 0) {
            String body = answer.substring(json, answer.lastIndexOf('}') + 1);
            try (JsonReader reader = Json.createReader(new StringReader(body))) {
                JsonObject lock = reader.readObject().getJsonObject("lockInfo");
                granted.add(lock.getString("docId"));
                if (!request.contains(base64("app:app"))) {
                    String user = lock.getString("userId");
                    assertThat(request.contains(base64(user + ":" + user)) || user.equals("carol"))
                            .as(request)
                            .isTrue();
                }
            }
        }
    }

    // ---- putting requests together

    private String request() {
        StringBuilder path = new StringBuilder(any(PATHS));
        for (int i = random.nextInt(4) * (random.nextInt(4) / 3); i > 0; i--) {
            path.append(random.nextBoolean() ? "/" : "").append(any(PIECES));
        }
        byte[] body = body().getBytes(StandardCharsets.UTF_8);
        StringBuilder request = new StringBuilder();
        request.append(any(METHODS)).append(' ').append(path.toString().replace(" ", "%20"));
        request.append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        if (random.nextInt(4) > 0) {
            request.append(any(CALLERS)).append("\r\nContent-Type: application/json\r\n");
        }
        for (int i = random.nextInt(4) * (random.nextInt(4) / 3); i > 0; i--) {
            request.append(any(HEADERS)).append("\r\n");
        }
        request.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        return request + new String(body, StandardCharsets.UTF_8);
    }

    private String body() {
        switch (random.nextInt(20)) {
            case 3, 4, 5, 6, 7, 8, 9, 10, 11:
                return good();
            case 0:
                return "";
            case 1:
                return any(VALUES);
            case 2:
                return "[".repeat(random.nextInt(3000));
            default:
                StringBuilder json = new StringBuilder("{");
                for (int i = random.nextInt(5); i >= 0; i--) {
                    json.append('"').append(any(FIELDS)).append("\":");
                    json.append(random.nextBoolean() ? '"' + any(TEXTS) + '"' : any(VALUES));
                    json.append(i > 0 ? "," : "");
                }
                return json.append(random.nextInt(20) == 0 ? "" : "}").toString();
        }
    }

    /** A body that does something, now and then with one odd field. */
    private String good() {
        String docId = "\"docId\":\"fuzz-" + random.nextInt(5) + '"';
        return switch (random.nextInt(6)) {
            case 0 -> "{" + docId + ",\"userId\":\"" + any(TEXTS) + "\"}";
            case 1 -> "{" + docId + ",\"" + any(FIELDS) + "\":" + any(VALUES) + "}";
            case 2 ->
                    "{"
                            + docId
                            + ",\"sessionId\":\"s"
                            + random.nextInt(3)
                            + "\",\"takeOver\":true}";
            case 3 -> "{\"docIds\":[\"fuzz-1\",\"" + any(TEXTS) + "\"]}";
            default -> "{" + docId + "}";
        };
    }

    private String any(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static String send(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), SERVER.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("No answer to:\n" + request, e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
