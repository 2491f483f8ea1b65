package org.doclock.quoting;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.doclock.Api;
import org.doclock.SharedServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** The example application as its clients see it: what is locked, and what is then in the quote. */
class QuotingIT {

    /** Each test takes drafts of its own; others are approved, or those of other tests. */
    private static final List<Integer> DRAFTS = List.of(1, 2, 3, 5, 6, 7, 9, 10, 11);

    private static final AtomicInteger TAKEN = new AtomicInteger();

    private static Api alice;
    private static Api bob;
    private static Jedis redis;

    @BeforeAll
    static void connect() {
        Api anybody = Api.anonymous(SharedServer.uri());
        alice = anybody.as("alice");
        bob = anybody.as("bob");
        redis = SharedServer.redis().connect();
    }

    @AfterAll
    static void disconnect() {
        redis.close();
    }

    @Test
    void whoEditsHoldsTheQuoteUntilItIsSaved() {
        int quote = draft();
        Editor editor = Editor.begin(alice, "tab-1", quote);
        assertThat(lockOf(quote)).contains("\"userId\":\"alice\"", "\"sessionId\":\"tab-1\"");
        assertThat(editor.put(line(editor), describe(editor.version(), "Better pump")).status())
                .isEqualTo(200);
        assertThat(lockOf(quote)).contains("\"userId\":\"alice\"");
        Api.Answer saved = editor.put("", form(editor.version() + 1, "New title"));
        assertThat(saved.status()).isEqualTo(200);
        assertThat(redis.exists(key(quote))).isFalse();
        JsonObject now = read(quote);
        assertThat(now).isEqualTo(saved.json());
        assertThat(now.getString("title")).isEqualTo("New title");
        assertThat(now.getJsonArray("lines").getJsonObject(0).getString("description"))
                .isEqualTo("Better pump");
        assertThat(version(now)).isEqualTo(editor.version() + 2);
    }

    @Test
    void aSecondUserIsRefusedAndToldWhoEdits() {
        int quote = draft();
        Editor editor = Editor.begin(alice, "tab-1", quote);
        String lock = lockOf(quote);
        for (Api.Answer answer :
                List.of(
                        post(bob, quote, "edit", ""),
                        post(bob, quote, "approve", approval(editor.version())),
                        new Editor(bob, "tab-1", quote, editor.token(), editor.content())
                                .put("", form(editor.version(), "Bob's")))) {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("LOCKED");
            assertThat(answer.json().getString("lockedBy")).isEqualTo("alice");
        }
        assertThat(lockOf(quote)).isEqualTo(lock);
        assertThat(read(quote)).isEqualTo(editor.content());
        editor.leave();
    }

    @Test
    void aSecondTabOfTheSameUserIsRefused() {
        int quote = draft();
        Editor editor = Editor.begin(alice, "tab-1", quote);
        Api.Answer answer = post(alice, quote, "edit", "", "X-Lock-Session", "tab-2");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(lockOf(quote)).contains("\"sessionId\":\"tab-1\"");
        editor.leave();
    }

    @Test
    void aStaleVersionIsRefusedAndTheLockStays() {
        int quote = draft();
        Editor editor = Editor.begin(alice, "tab-1", quote);
        editor.put(line(editor), describe(editor.version(), "Changed"));
        JsonObject before = read(quote);
        for (Api.Answer answer :
                List.of(
                        editor.put(line(editor), describe(editor.version(), "Stale")),
                        editor.put("", form(editor.version(), "Stale")))) {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("STALE");
        }
        assertThat(read(quote)).isEqualTo(before);
        assertThat(lockOf(quote)).contains("\"userId\":\"alice\"");
        editor.leave();
    }

    @Test
    void theTokenOfAnEarlierGrantIsRefused() {
        int quote = draft();
        Editor earlier = Editor.begin(alice, "tab-1", quote);
        earlier.leave();
        Editor editor = Editor.begin(alice, "tab-1", quote);
        assertThat(editor.token()).isGreaterThan(earlier.token());
        Api.Answer answer = earlier.put("", form(editor.version(), "Old form"));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("NOT_HELD");
        assertThat(read(quote)).isEqualTo(editor.content());
        assertThat(lockOf(quote)).contains(Long.toString(editor.token()));
        editor.leave();
    }

    @Test
    void whatWasLostIsNotSaved() {
        int quote = draft();
        Editor editor = Editor.begin(alice, "tab-1", quote);
        redis.del(key(quote));
        Api.Answer answer = editor.put("", form(editor.version(), "Too late"));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("NOT_HELD");
        assertThat(read(quote)).isEqualTo(editor.content());
        assertThat(redis.exists(key(quote))).isFalse();
    }

    @Test
    void approvingIsDoneInOneGo() {
        int quote = draft();
        String approval = approval(version(read(quote)));
        assertThat(post(bob, quote, "approve", approval).status()).isEqualTo(200);
        assertThat(read(quote).getString("status")).isEqualTo("APPROVED");
        assertThat(redis.exists(key(quote))).isFalse();
        Api.Answer again = post(bob, quote, "edit", "");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("NOT_ALLOWED");
        assertThat(redis.exists(key(quote))).isFalse();
    }

    @Test
    void twoQuotesAreMergedOrNeitherIsTouched() {
        int quote = draft();
        int from = draft();
        JsonObject source = read(from);
        JsonObject target = read(quote);
        Editor editor = Editor.begin(alice, "tab-1", from);
        assertThat(merge(source, target).code()).isEqualTo("LOCKED");
        assertThat(redis.exists(key(quote))).isFalse();
        editor.leave();
        JsonObject stale = Json.createObjectBuilder(source).add("version", 0).build();
        assertThat(merge(stale, target).code()).isEqualTo("STALE");
        assertThat(read(from)).isEqualTo(source);
        assertThat(read(quote)).isEqualTo(target);
        assertThat(merge(source, target).status()).isEqualTo(200);
        assertThat(read(from).getString("status")).isEqualTo("MERGED");
        assertThat(read(from).getJsonArray("lines")).isEmpty();
        List<Object> lines = new ArrayList<>(target.getJsonArray("lines"));
        lines.addAll(source.getJsonArray("lines"));
        assertThat(List.<Object>copyOf(read(quote).getJsonArray("lines"))).isEqualTo(lines);
        assertThat(total(read(quote))).isEqualTo(total(source).add(total(target)));
        assertThat(redis.exists(key(quote), key(from))).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{",
                "{\"version\":\"one\"}",
                "{\"version\":1,\"title\":\" \",\"customer\":\"C\",\"lines\":[]}",
                "{\"version\":1,\"title\":\"T\",\"customer\":\"C\",\"lines\":[null]}",
                "{\"version\":1,\"title\":\"T\",\"customer\":\"C\",\"lines\":[{\"id\":1,"
                        + "\"description\":\"D\",\"quantity\":0,\"unitPrice\":1}]}",
                "{\"version\":1,\"title\":\"T\",\"customer\":\"C\",\"lines\":[{\"id\":1,"
                        + "\"description\":\"D\",\"quantity\":1,\"unitPrice\":0.001}]}",
                "{\"version\":1,\"title\":\"T\",\"customer\":\"C\",\"lines\":[{\"id\":1,"
                        + "\"description\":\"D\",\"quantity\":1,\"unitPrice\":1e999999999}]}"
            })
    void whatIsNotAQuoteIsRefused(String body) {
        Api.Answer answer = put(alice, 4, "", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void whatDoesNotExistIsNotFoundAndNotLocked() {
        assertThat(alice.get("/api/quotes/999").code()).isEqualTo("NOT_FOUND");
        assertThat(post(alice, 999, "edit", "").status()).isEqualTo(404);
        assertThat(redis.exists(key(999))).isFalse();
    }

    @Test
    void nobodyReadsQuotesWithoutSigningIn() {
        assertThat(Api.anonymous(SharedServer.uri()).get("/api/quotes").status()).isEqualTo(401);
    }

    /** Somebody in a tab, who has begun to edit. */
    private record Editor(Api api, String session, int quote, long token, JsonObject content) {

        static Editor begin(Api api, String session, int quote) {
            Api.Answer answer = post(api, quote, "edit", "", "X-Lock-Session", session);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            JsonObject editing = answer.json();
            return new Editor(
                    api,
                    session,
                    quote,
                    editing.getJsonNumber("token").longValue(),
                    editing.getJsonObject("quote"));
        }

        long version() {
            return QuotingIT.version(content);
        }

        Api.Answer put(String path, String json) {
            return QuotingIT.put(
                    api,
                    quote,
                    path,
                    json,
                    "X-Lock-Session",
                    session,
                    "X-Lock-Token",
                    Quote.PREFIX + quote + "=" + token);
        }

        void leave() {
            JsonObject release =
                    Json.createObjectBuilder()
                            .add("docId", Quote.PREFIX + quote)
                            .add("sessionId", session)
                            .add("token", token)
                            .build();
            assertThat(api.post("release", release.toString()).status()).isEqualTo(200);
            assertThat(redis.exists(key(quote))).isFalse();
        }
    }

    private static int draft() {
        return DRAFTS.get(TAKEN.getAndIncrement());
    }

    private static String key(int quote) {
        return "doc-lock:quote-" + quote;
    }

    private static String lockOf(int quote) {
        return redis.get(key(quote));
    }

    private static JsonObject read(int quote) {
        return bob.get("/api/quotes/" + quote).json();
    }

    private static long version(JsonObject quote) {
        return quote.getJsonNumber("version").longValue();
    }

    private static BigDecimal total(JsonObject quote) {
        return quote.getJsonNumber("total").bigDecimalValue();
    }

    private static String line(Editor editor) {
        return "/lines/" + editor.content().getJsonArray("lines").getJsonObject(0).getInt("id");
    }

    private static String describe(long version, String description) {
        return Json.createObjectBuilder()
                .add("version", version)
                .add("description", description)
                .build()
                .toString();
    }

    private static String form(long version, String title) {
        return Json.createObjectBuilder()
                .add("version", version)
                .add("title", title)
                .add("customer", "Aldermoor Water")
                .add("lines", JsonValue.EMPTY_JSON_ARRAY)
                .build()
                .toString();
    }

    private static String approval(long version) {
        return "{\"version\":" + version + "}";
    }

    private static Api.Answer merge(JsonObject from, JsonObject into) {
        JsonObject merge =
                Json.createObjectBuilder()
                        .add("version", version(into))
                        .add("from", from.getInt("id"))
                        .add("fromVersion", version(from))
                        .build();
        return post(bob, into.getInt("id"), "merge", merge.toString());
    }

    private static Api.Answer post(
            Api api, int quote, String what, String json, String... headers) {
        return send(api, "POST", quote + "/" + what, json, headers);
    }

    private static Api.Answer put(Api api, int quote, String path, String json, String... headers) {
        return send(api, "PUT", quote + path, json, headers);
    }

    private static Api.Answer send(
            Api api, String method, String path, String json, String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
        all.addAll(List.of(headers));
        return api.send(
                method,
                "/api/quotes/" + path,
                BodyPublishers.ofString(json),
                all.toArray(String[]::new));
    }
}
