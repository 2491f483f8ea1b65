package org.doclock.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.doclock.Api;
import org.doclock.RedisProcess;
import org.doclock.SharedServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/**
 * Requests that must be refused: each with the right status, code and a message that says what to
 * mend, and each leaving the lock it aims at as it was.
 */
class BadInputIT {

    private static final String KEY = "doc-lock:target";

    /** Nothing of how the server is made may show. */
    private static final List<String> LEAKS =
            List.of(
                    "exception",
                    "java",
                    "org.",
                    "jedis",
                    "glassfish",
                    "stack",
                    "127.0.0.1",
                    "\tat ");

    private static Api api;
    private static Jedis redis;

    @BeforeAll
    static void holdTheTarget() {
        api = Api.anonymous(SharedServer.uri()).as("app");
        redis = RedisProcess.connect(SharedServer.redis().uri());
        api.post("acquire", "{\"docId\":\"target\",\"userId\":\"anna\",\"ttl\":3600}");
    }

    @AfterAll
    static void letGo() {
        api.post("release", "{\"docId\":\"target\",\"userId\":\"anna\"}");
        redis.close();
    }

    private record Bad(
            String name,
            String method,
            String path,
            String contentType,
            byte[] body,
            int status,
            String code,
            String message) {

        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void aBadRequestIsRefusedClearlyAndChangesNothing(Bad bad) {
        String text = redis.get(KEY);
        long end = redis.pexpireTime(KEY);
        long keys = redis.dbSize();

        Api.Answer answer =
                bad.contentType.isEmpty()
                        ? api.send(bad.method, bad.path, BodyPublishers.ofByteArray(bad.body))
                        : api.send(
                                bad.method,
                                bad.path,
                                BodyPublishers.ofByteArray(bad.body),
                                "Content-Type",
                                bad.contentType);

        assertThat(answer.status()).as(answer.body()).isEqualTo(bad.status);
        assertThat(answer.http().headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/json");
        assertThat(answer.json().getBoolean("success")).isFalse();
        assertThat(answer.code()).isEqualTo(bad.code);
        assertThat(answer.json().getString("message")).contains(bad.message);
        String lower = answer.body().toLowerCase(Locale.ROOT);
        assertThat(LEAKS).noneMatch(lower::contains);
        assertThat(redis.get(KEY)).isEqualTo(text);
        assertThat(redis.pexpireTime(KEY)).isEqualTo(end);
        assertThat(redis.dbSize()).isEqualTo(keys);
    }

    static List<Bad> badRequests() {
        List<Bad> bad = new ArrayList<>();
        fields().forEach(bad::add);
        types().forEach(bad::add);
        texts().forEach(bad::add);
        envelopes().forEach(bad::add);
        addresses().forEach(bad::add);
        assertThat(bad).hasSizeGreaterThanOrEqualTo(60);
        return bad;
    }

    private static Stream<Bad> fields() {
        return Stream.of(
                acquire("no docId", "{\"userId\":\"anna\"}", "docId is missing"),
                acquire("no field at all", "{}", "docId is missing"),
                acquire(
                        "empty docId",
                        "{\"docId\":\"\",\"userId\":\"anna\"}",
                        "docId must be 1 to 256"),
                acquire(
                        "blank docId",
                        "{\"docId\":\"  \",\"userId\":\"anna\"}",
                        "must not be empty"),
                acquire("docId of 257", with("docId", "d".repeat(257)), "docId must be 1 to 256"),
                acquire("empty userId", with("userId", ""), "userId must be 1 to 128"),
                acquire("blank userId", with("userId", " "), "must not be empty"),
                acquire(
                        "userId of 129",
                        with("userId", "u".repeat(129)),
                        "userId must be 1 to 128"),
                acquire("empty username", with("username", ""), "username must be 1 to 128"),
                acquire("username of 129", with("username", "n".repeat(129)), "username must be"),
                acquire("empty sessionId", with("sessionId", ""), "sessionId must be 1 to 64"),
                acquire("sessionId of 65", with("sessionId", "s".repeat(65)), "sessionId must be"),
                acquire("reserved userId", with("userId", "(unreadable)"), "reserved"),
                acquire("unknown field", plus("\"admin\":true"), "unknown field; there are: docId"),
                acquire("field of another case", plus("\"DocId\":\"x\""), "unknown field"),
                acquire("wait negative", plus("\"wait\":-1"), "wait must be 0 to 60"),
                acquire("wait too long", plus("\"wait\":61"), "wait must be 0 to 60"),
                acquire("wait text", plus("\"wait\":\"5\""), "wait must be a whole number"),
                acquire("field of a later release", plus("\"colour\":5"), "unknown field"),
                acquire("two userIds", plus("\"userId\":\"bob\""), "userId is there twice"),
                acquire("two docIds", plus("\"docId\":\"other\""), "docId is there twice"),
                acquire(
                        "two userIds, one escaped",
                        plus("\"user\\u0049d\":\"b\""),
                        "userId is there twice"),
                post(
                        "force-release",
                        "empty reason",
                        "{\"docId\":\"target\",\"adminUserId\":\"a\",\"reason\":\"\"}",
                        "reason must be 1 to 500"),
                post(
                        "force-release",
                        "reason of 501",
                        "{\"docId\":\"target\",\"adminUserId\":\"a\",\"reason\":\""
                                + "r".repeat(501)
                                + "\"}",
                        "reason must be 1 to 500"),
                post(
                        "force-release",
                        "adminUserId of 129",
                        "{\"docId\":\"target\",\"adminUserId\":\"" + "a".repeat(129) + "\"}",
                        "adminUserId must be 1 to 128"),
                post("status", "no docIds", "{}", "docIds is missing"),
                post("status", "empty docIds", "{\"docIds\":[]}", "docIds must be 1 to 1000"),
                post("status", "1,001 docIds", docIds(1001), "docIds must be 1 to 1000"),
                post(
                        "status",
                        "an empty id among docIds",
                        "{\"docIds\":[\"a\",\"\"]}",
                        "docId must be"));
    }

    private static Stream<Bad> types() {
        return Stream.of(
                acquire(
                        "docId a number",
                        "{\"docId\":7,\"userId\":\"anna\"}",
                        "docId must be a string"),
                acquire(
                        "docId null",
                        "{\"docId\":null,\"userId\":\"anna\"}",
                        "docId must be a string"),
                acquire(
                        "docId an object",
                        "{\"docId\":{},\"userId\":\"anna\"}",
                        "docId must be a string"),
                acquire("userId an array", plusUser("[\"anna\"]"), "userId must be a string"),
                acquire("userId true", plusUser("true"), "userId must be a string"),
                acquire("userId null", plusUser("null"), "leave it out"),
                acquire("username a number", plus("\"username\":1"), "username must be a string"),
                acquire("ttl text", plus("\"ttl\":\"300\""), "ttl must be a whole number"),
                acquire("ttl a fraction", plus("\"ttl\":1.5"), "ttl must be a whole number"),
                acquire("ttl with exponent", plus("\"ttl\":3e2"), "ttl must be a whole number"),
                acquire("ttl null", plus("\"ttl\":null"), "ttl must be a whole number"),
                acquire("ttl 0", plus("\"ttl\":0"), "ttl must be"),
                acquire("ttl negative", plus("\"ttl\":-300"), "ttl must be"),
                acquire("ttl too long", plus("\"ttl\":86401"), "from 1 to 86400 s"),
                acquire("ttl beyond int", plus("\"ttl\":4294967297"), "ttl must be"),
                acquire(
                        "ttl beyond long",
                        plus("\"ttl\":99999999999999999999999"),
                        "ttl must be a number in range"),
                acquire(
                        "ttl of 1,000 digits",
                        plus("\"ttl\":" + "9".repeat(1000)),
                        "ttl must be a number in range"),
                acquire(
                        "ttl of 1,200 digits",
                        plus("\"ttl\":" + "9".repeat(1200)),
                        "ttl must be a number in range"),
                acquire(
                        "ttl an exponent beyond all",
                        plus("\"ttl\":1e99999999999"),
                        "ttl must be a whole number"),
                acquire(
                        "ttl a huge exponent",
                        plus("\"ttl\":1e999999999"),
                        "ttl must be a whole number"),
                acquire(
                        "takeOver text",
                        plus("\"takeOver\":\"true\""),
                        "takeOver must be true or false"),
                acquire(
                        "newGrant a number",
                        plus("\"newGrant\":1"),
                        "newGrant must be true or false"),
                acquire(
                        "takeOver null",
                        plus("\"takeOver\":null"),
                        "takeOver must be true or false"),
                acquire(
                        "resumeToken negative",
                        plus("\"resumeToken\":-1"),
                        "token must be a whole number"),
                acquire(
                        "resumeToken of 2^53",
                        plus("\"resumeToken\":9007199254740992"),
                        "token must be"),
                release("token text", "\"token\":\"1\"", "token must be a whole number"),
                release(
                        "token of 2^63",
                        "\"token\":9223372036854775808",
                        "token must be a number in range"),
                release("grace of 6 s", "\"grace\":6", "grace must be 0 to 5"),
                release("grace negative", "\"grace\":-1", "grace must be 0 to 5"),
                release("grace a fraction", "\"grace\":0.5", "grace must be a whole number"),
                post(
                        "status",
                        "docIds text",
                        "{\"docIds\":\"target\"}",
                        "docIds must be an array of strings"),
                post(
                        "status",
                        "a number among docIds",
                        "{\"docIds\":[\"a\",7]}",
                        "docIds must be an array"),
                post(
                        "status",
                        "an array among docIds",
                        "{\"docIds\":[[\"a\"]]}",
                        "docIds must be an array"));
    }

    private static Stream<Bad> texts() {
        String deep = "[".repeat(2000) + "]".repeat(2000);
        return Stream.of(
                acquire("empty body", "", "JSON object"),
                acquire("white space only", "  \n ", "JSON object"),
                acquire("null", "null", "JSON object"),
                acquire("an array", "[" + good() + "]", "JSON object"),
                acquire("a string", "\"target\"", "JSON object"),
                acquire("a number", "42", "JSON object"),
                acquire("not JSON", "docId=target&userId=anna", "JSON object"),
                acquire("XML", "<docId>target</docId>", "JSON object"),
                acquire("cut off in a string", "{\"docId\":\"tar", "JSON object"),
                acquire(
                        "cut off before its end",
                        "{\"docId\":\"target\",\"userId\":\"anna\"",
                        "JSON object"),
                acquire("cut off after a colon", "{\"docId\":", "JSON object"),
                acquire("single quotes", "{'docId':'target','userId':'anna'}", "JSON object"),
                acquire("a comment", "{/* x */" + good().substring(1), "JSON object"),
                acquire(
                        "a trailing comma",
                        "{\"docId\":\"target\",\"userId\":\"anna\",}",
                        "JSON object"),
                acquire("trailing text", good() + " x", "JSON object"),
                acquire("a second object", good() + good(), "JSON object"),
                acquire("NaN", plus("\"ttl\":NaN"), "JSON object"),
                acquire("a number with leading zero", plus("\"ttl\":0300"), "JSON object"),
                acquire("deeply nested", plus("\"ttl\":" + deep), "ttl must be a whole number"),
                acquire("deeply nested arrays only", deep, "JSON object"),
                acquire("a raw control character", with("userId", "an\u0001na"), "JSON object"),
                acquire("a raw newline", with("userId", "an\nna"), "JSON object"),
                acquire(
                        "an escaped control character",
                        with("userId", "an\\u0001na"),
                        "control characters"),
                acquire(
                        "an escaped newline in a name",
                        with("username", "a\\nb"),
                        "control characters"),
                acquire("a lone surrogate", with("docId", "a\\ud800b"), "lone surrogates"),
                acquire("a lone low surrogate", with("userId", "a\\udc00"), "lone surrogates"),
                acquire("a bad escape", with("userId", "a\\x41"), "JSON object"),
                bytes(
                        "byte-order mark",
                        "\ufeff" + good(),
                        StandardCharsets.UTF_8,
                        "byte-order mark"),
                bytes("UTF-16", good(), StandardCharsets.UTF_16, "UTF-8"),
                bytes("Latin-1 umlaut", with("userId", "ä"), StandardCharsets.ISO_8859_1, "UTF-8"),
                new Bad(
                        "overlong UTF-8",
                        "POST",
                        "/api/lock/acquire",
                        "application/json",
                        new byte[] {'{', (byte) 0xC0, (byte) 0xAF, '}'},
                        400,
                        "INVALID_REQUEST",
                        "UTF-8"));
    }

    private static Stream<Bad> envelopes() {
        return Stream.of(
                envelope(
                        "a body of 1 MB",
                        "application/json",
                        "x".repeat(1 << 20),
                        413,
                        "TOO_LARGE",
                        "8192"),
                envelope(
                        "a body of 8 KiB and 1",
                        "application/json",
                        padded(8193),
                        413,
                        "TOO_LARGE",
                        "8192"),
                new Bad(
                        "a batch of more than 64 KiB",
                        "POST",
                        "/api/lock/status",
                        "application/json",
                        padded(65_537).getBytes(StandardCharsets.UTF_8),
                        413,
                        "TOO_LARGE",
                        "65536"),
                envelope(
                        "a form",
                        "application/x-www-form-urlencoded",
                        good(),
                        415,
                        "UNSUPPORTED_MEDIA_TYPE",
                        "application/json"),
                envelope(
                        "plain text",
                        "text/plain",
                        good(),
                        415,
                        "UNSUPPORTED_MEDIA_TYPE",
                        "application/json"),
                envelope(
                        "no content type",
                        "",
                        good(),
                        415,
                        "UNSUPPORTED_MEDIA_TYPE",
                        "application/json"),
                envelope(
                        "JSON of another kind",
                        "application/merge-patch+json",
                        good(),
                        415,
                        "UNSUPPORTED_MEDIA_TYPE",
                        "application/json"),
                envelope(
                        "another charset",
                        "application/json; charset=iso-8859-1",
                        good(),
                        415,
                        "UNSUPPORTED_MEDIA_TYPE",
                        "UTF-8"),
                envelope(
                        "any type",
                        "*/*",
                        good(),
                        415,
                        "UNSUPPORTED_MEDIA_TYPE",
                        "application/json"),
                envelope(
                        "any kind of application",
                        "application/*",
                        good(),
                        415,
                        "UNSUPPORTED_MEDIA_TYPE",
                        "application/json"),
                envelope("a broken type", "json", good(), 400, "INVALID_REQUEST", "headers"));
    }

    private static Stream<Bad> addresses() {
        return Stream.of(
                address("PUT", "/api/lock/acquire", 405, "METHOD_NOT_ALLOWED", "Allow"),
                address("GET", "/api/lock/acquire", 405, "METHOD_NOT_ALLOWED", "Allow"),
                address("DELETE", "/api/lock/release", 405, "METHOD_NOT_ALLOWED", "Allow"),
                address("PATCH", "/api/lock/extend", 405, "METHOD_NOT_ALLOWED", "Allow"),
                address("POST", "/api/lock", 405, "METHOD_NOT_ALLOWED", "Allow"),
                address("GET", "/api/lock/status", 405, "METHOD_NOT_ALLOWED", "Allow"),
                address("GET", "/api/lock/nothing", 404, "NOT_FOUND", "nothing"),
                address("GET", "/api/nothing", 404, "NOT_FOUND", "nothing"),
                address("POST", "/api/lock/acquire/more", 404, "NOT_FOUND", "nothing"),
                address("GET", "/api/lock/status/a/b", 404, "NOT_FOUND", "nothing"),
                address("GET", "/api/lock/status/%20", 400, "INVALID_REQUEST", "must not be empty"),
                address(
                        "GET",
                        "/api/lock/status/" + "d".repeat(257),
                        400,
                        "INVALID_REQUEST",
                        "256"),
                address(
                        "GET",
                        "/api/lock?limit=0",
                        400,
                        "INVALID_REQUEST",
                        "limit must be from 1 to 1000"),
                address("GET", "/api/lock?limit=1001", 400, "INVALID_REQUEST", "limit must be"),
                address("GET", "/api/lock?limit=ten", 400, "INVALID_REQUEST", "limit must be"),
                address("GET", "/api/lock?limit=", 400, "INVALID_REQUEST", "limit must be"),
                address(
                        "GET",
                        "/api/lock?cursor=%21%21",
                        400,
                        "INVALID_REQUEST",
                        "cursor must be"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "image/*"})
    void anAnswerThatIsNotJsonCannotBeHad(String accept) {
        Api.Answer answer = api.get("/api/lock/status/target", "Accept", accept);
        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.code()).isEqualTo("NOT_ACCEPTABLE");
        assertThat(answer.json().getString("message")).contains("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/*", "text/html, */*;q=0.8", "application/json"})
    void anAnswerInJsonIsHadByWhoeverTakesIt(String accept) {
        assertThat(api.get("/api/lock/status/target", "Accept", accept).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reason=", "reason=a%0Ab", "reason=%01"})
    void locksAreNotClearedForAReasonThatCannotBeRead(String query) {
        Api.Answer answer = api.as("admin").delete("/api/lock?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("message")).contains("reason must not");
        assertThat(redis.exists(KEY)).isTrue();
    }

    // ---- how the requests are made

    private static String good() {
        return "{\"docId\":\"target\",\"userId\":\"anna\"}";
    }

    /** A good request with one more field. */
    private static String plus(String field) {
        return "{\"docId\":\"target\",\"userId\":\"anna\"," + field + "}";
    }

    private static String plusUser(String value) {
        return "{\"docId\":\"target\",\"userId\":" + value + "}";
    }

    /** A good request with one field's text replaced; the text is JSON already. */
    private static String with(String field, String text) {
        return Stream.of("docId", "userId", "username", "sessionId")
                .filter(name -> name.equals(field) || name.equals("docId") || name.equals("userId"))
                .map(name -> "\"" + name + "\":\"" + (name.equals(field) ? text : "target") + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String docIds(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"d" + i + "\"")
                .collect(Collectors.joining(",", "{\"docIds\":[", "]}"));
    }

    private static String padded(int bytes) {
        return good() + " ".repeat(bytes - good().length());
    }

    private static Bad acquire(String name, String json, String message) {
        return post("acquire", name, json, message);
    }

    private static Bad release(String name, String field, String message) {
        return post("release", name, plus(field), message);
    }

    private static Bad post(String operation, String name, String json, String message) {
        return new Bad(
                operation + ": " + name,
                "POST",
                "/api/lock/" + operation,
                "application/json",
                json.getBytes(StandardCharsets.UTF_8),
                400,
                "INVALID_REQUEST",
                message);
    }

    private static Bad bytes(String name, String json, Charset charset, String message) {
        return new Bad(
                name,
                "POST",
                "/api/lock/acquire",
                "application/json",
                json.getBytes(charset),
                400,
                "INVALID_REQUEST",
                message);
    }

    private static Bad envelope(
            String name, String contentType, String body, int status, String code, String message) {
        return new Bad(
                name,
                "POST",
                "/api/lock/acquire",
                contentType,
                body.getBytes(StandardCharsets.UTF_8),
                status,
                code,
                message);
    }

    private static Bad address(
            String method, String path, int status, String code, String message) {
        byte[] body =
                method.equals("GET") || method.equals("DELETE")
                        ? new byte[0]
                        : good().getBytes(StandardCharsets.UTF_8);
        String contentType = body.length == 0 ? "" : "application/json";
        return new Bad(method + " " + path, method, path, contentType, body, status, code, message);
    }
}
