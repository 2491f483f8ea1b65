package org.doclock.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.doclock.Api;
import org.doclock.RedisProcess;
import org.doclock.SharedServer;
import org.doclock.TestTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;

/** The REST API as its clients see it, with Redis looked into beside it. */
class LockApiIT {

    private final URI server = SharedServer.uri();

    /** A trusted service, so that the requests of these tests may name any user. */
    private final Api api = Api.anonymous(server).as("app");

    private final Api admin = api.as("admin");
    private final String doc = "quote-" + UUID.randomUUID();
    private Jedis redis;

    @BeforeEach
    void connect() {
        redis = RedisProcess.connect(SharedServer.redis().uri());
    }

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @Test
    void theFiveExchangesOfTheEarlierSystemWorkAsWritten() {
        Api.Answer acquired =
                api.post(
                        "acquire",
                        "{\"docId\":\"quote-123\",\"userId\":\"user-456\",\"ttl\":300,"
                                + "\"username\":\"john.doe\"}");
        assertThat(acquired.status()).isEqualTo(200);
        assertThat(acquired.body())
                .matches(
                        "\\{\"success\":true,\"message\":\"Lock acquired successfully\","
                                + "\"lockInfo\":\\{\"userId\":\"user-456\",\"timestamp\":\\d{13},"
                                + "\"username\":\"john.doe\".*");
        assertThat(redis.get("doc-lock:quote-123")).contains("\"userId\":\"user-456\"");

        Api.Answer status = api.get("/api/lock/status/quote-123");
        assertThat(status.status()).isEqualTo(200);
        assertThat(status.body())
                .matches(
                        "\\{\"success\":true,\"isLocked\":true,\"lockInfo\":\\{\"userId\":"
                                + "\"user-456\",\"timestamp\":\\d{13},\"username\":\"john.doe\".*");

        Api.Answer extended =
                api.post("extend", "{\"docId\":\"quote-123\",\"userId\":\"user-456\",\"ttl\":300}");
        assertThat(extended.status()).isEqualTo(200);
        assertThat(extended.json().getBoolean("success")).isTrue();

        Api.Answer released =
                api.post("release", "{\"docId\":\"quote-123\",\"userId\":\"user-456\"}");
        assertThat(released.status()).isEqualTo(200);
        assertThat(released.json().getBoolean("success")).isTrue();
        assertThat(redis.exists("doc-lock:quote-123")).isFalse();

        api.post("acquire", "{\"docId\":\"quote-123\",\"userId\":\"user-456\"}");
        Api.Answer forced =
                admin.post("force-release", "{\"docId\":\"quote-123\",\"adminUserId\":\"admin\"}");
        assertThat(forced.status()).isEqualTo(200);
        assertThat(forced.lockInfo().getString("userId")).isEqualTo("user-456");
        assertThat(redis.exists("doc-lock:quote-123")).isFalse();
    }

    @Test
    void aSecondUserIsToldWhoHoldsTheDocument() {
        acquire("anna", ",\"username\":\"Anna A.\",\"sessionId\":\"tab-1\"");
        Api.Answer refused = acquire("bob", "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("LOCKED");
        assertThat(refused.json().getBoolean("success")).isFalse();
        assertThat(refused.json().getString("lockedBy")).isEqualTo("Anna A.");
        assertThat(refused.json().getString("message")).contains("Anna A.");
        JsonObject holder = refused.lockInfo();
        assertThat(holder.getString("userId")).isEqualTo("anna");
        assertThat(holder.getBoolean("mine")).isFalse();
        assertThat(holder.getJsonNumber("remaining").longValue()).isBetween(290_000L, 300_000L);
        assertThat(holder).doesNotContainKeys("token", "sessionId");
    }

    @Test
    void theHolderSeesTokenAndSession() {
        JsonObject lock = acquire("anna", ",\"sessionId\":\"tab-1\"").lockInfo();
        assertThat(lock.getBoolean("mine")).isTrue();
        assertThat(lock.getString("sessionId")).isEqualTo("tab-1");
        assertThat(redis.get("doc-lock:" + doc))
                .contains("\"token\":" + lock.getJsonNumber("token").longValueExact());
    }

    @Test
    void aCallerWithoutSessionRenewsButIsNotShownTheTabsToken() {
        acquire("anna", ",\"sessionId\":\"tab-1\"");
        Api.Answer renewed = acquire("anna", "");
        assertThat(renewed.json().getString("outcome")).isEqualTo("RENEWED");
        assertThat(renewed.lockInfo().getBoolean("mine")).isFalse();
        assertThat(renewed.lockInfo()).doesNotContainKeys("token", "sessionId");
    }

    @Test
    void anotherTabIsToldSoAndMayTakeOver() {
        acquire("anna", ",\"sessionId\":\"tab-1\"");
        Api.Answer refused = acquire("anna", ",\"sessionId\":\"tab-2\"");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("message")).contains("another session");
        Api.Answer taken = acquire("anna", ",\"sessionId\":\"tab-2\",\"takeOver\":true");
        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.json().getString("outcome")).isEqualTo("TAKEN_OVER");
    }

    @Test
    void aReloadedPageGetsANewTokenAndItsFormerReleaseEndsNothing() {
        long former = token(acquire("anna", ",\"sessionId\":\"tab-1\""));
        long present = token(acquire("anna", ",\"sessionId\":\"tab-1\",\"newGrant\":true"));
        assertThat(present).isGreaterThan(former);
        Api.Answer late = post("release", "anna", ",\"sessionId\":\"tab-1\",\"token\":" + former);
        assertThat(late.status()).isEqualTo(200);
        assertThat(late.json().getString("outcome")).isEqualTo("NOT_HELD");
        assertThat(redis.get("doc-lock:" + doc)).contains(Long.toString(present));
    }

    @Test
    void aGrantIsResumedByItsToken() {
        long token = token(acquire("anna", ",\"sessionId\":\"tab-1\""));
        post("release", "anna", ",\"sessionId\":\"tab-1\"");
        Api.Answer resumed = acquire("anna", ",\"sessionId\":\"tab-1\",\"resumeToken\":" + token);
        assertThat(resumed.json().getString("outcome")).isEqualTo("RESUMED");
        assertThat(token(resumed)).isEqualTo(token);
    }

    @Test
    void aReleaseWithGraceKeepsTheLockForThatLong() {
        acquire("anna", ",\"sessionId\":\"tab-1\"");
        assertThat(post("release", "anna", ",\"sessionId\":\"tab-1\",\"grace\":5").status())
                .isEqualTo(200);
        assertThat(redis.pttl("doc-lock:" + doc)).isBetween(1L, 5_000L);
        assertThat(acquire("bob", "").status()).isEqualTo(409);
    }

    @Test
    void extendingWhatIsNotHeldIsAConflict() {
        Api.Answer free = post("extend", "anna", "");
        assertThat(free.status()).isEqualTo(409);
        assertThat(free.code()).isEqualTo("NOT_HELD");
        assertThat(free.json()).doesNotContainKeys("lockedBy", "lockInfo");
        acquire("bob", ",\"username\":\"Bob B.\"");
        Api.Answer others = post("extend", "anna", "");
        assertThat(others.code()).isEqualTo("LOCKED");
        assertThat(others.json().getString("lockedBy")).isEqualTo("Bob B.");
        Api.Answer old = post("extend", "anna", ",\"token\":1");
        assertThat(old.code()).isEqualTo("NOT_HELD");
        assertThat(old.json().getString("lockedBy")).isEqualTo("Bob B.");
    }

    @Test
    void releasingSomebodyElsesLockIsAConflict() {
        acquire("bob", "");
        Api.Answer refused = post("release", "anna", "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("LOCKED");
        assertThat(redis.exists("doc-lock:" + doc)).isTrue();
    }

    @Test
    void aForceReleaseMeansTheTokenThatItNames() {
        long token = token(acquire("anna", ""));
        Api.Answer other = forceRelease(",\"token\":" + (token - 1));
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.json().getString("outcome")).isEqualTo("NOT_HELD");
        assertThat(redis.exists("doc-lock:" + doc)).isTrue();
        Api.Answer meant = forceRelease(",\"reason\":\"on holiday\",\"token\":" + token);
        assertThat(meant.json().getString("outcome")).isEqualTo("RELEASED");
        assertThat(redis.exists("doc-lock:" + doc)).isFalse();
    }

    @Test
    void theTtlMayBeUpToADay() {
        assertThat(acquire("anna", ",\"ttl\":86400").status()).isEqualTo(200);
        assertThat(redis.pttl("doc-lock:" + doc)).isBetween(86_300_000L, 86_400_000L);
        Api.Answer longer = acquire("anna", ",\"ttl\":86401");
        assertThat(longer.status()).isEqualTo(400);
        assertThat(longer.json().getString("message")).contains("86400");
    }

    @Test
    void anotherProgramsLockIsHonouredReportedRenewedAndReleasedByForce() {
        redis.set(
                "doc-lock:" + doc,
                "{\"userId\":\"u9\",\"timestamp\":1703123456789,\"username\":\"j\"}",
                SetParams.setParams().px(60_000));
        Api.Answer refused = acquire("anna", "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("lockedBy")).isEqualTo("j");
        assertThat(status(doc).lockInfo().getJsonNumber("timestamp").longValue())
                .isEqualTo(1703123456789L);
        Api owner = api.withAuthorization("Bearer " + TestTokens.signed(TestTokens.claims("u9")));
        assertThat(owner.post("extend", body(doc, "u9", "")).status()).isEqualTo(200);
        assertThat(redis.pttl("doc-lock:" + doc)).isGreaterThan(290_000);
        assertThat(forceRelease("").json().getString("outcome")).isEqualTo("RELEASED");
        assertThat(status(doc).json().getBoolean("isLocked")).isFalse();
    }

    @Test
    void anotherProgramsLockWithoutEndHasNoEnd() {
        redis.set("doc-lock:" + doc, "{\"userId\":\"u9\",\"timestamp\":1703123456789}");
        assertThat(status(doc).lockInfo()).doesNotContainKeys("expiresAt", "remaining", "token");
        redis.del("doc-lock:" + doc);
    }

    @Test
    void theStatusOfAFreeDocumentIsShort() {
        assertThat(status(doc).body()).isEqualTo("{\"success\":true,\"isLocked\":false}");
    }

    @Test
    void anyIdThatFitsIntoAPathHasAStatus() {
        for (String part :
                List.of(
                        "/a/b", "?x=y", "#z", ";p=1", "%2F", "{x}", "a b", "🙂", "ü", "+", "&",
                        ":")) {
            String id = doc + part;
            api.post("acquire", body(id, "anna", ""));
            Api.Answer status = status(id);
            assertThat(status.status()).as(id).isEqualTo(200);
            assertThat(status.lockInfo().getString("docId")).isEqualTo(id);
        }
    }

    @Test
    void anyOtherIdHasAStatusByPost() {
        String id = doc + "\\ \u0000 \n \" /";
        api.post("acquire", body(id, "anna", ""));
        Api.Answer answer =
                api.post("status", "{\"docIds\":[" + quote(id) + "],\"userId\":\"anna\"}");
        JsonObject status = answer.json().getJsonArray("statuses").getJsonObject(0);
        assertThat(status.getString("docId")).isEqualTo(id);
        assertThat(status.getJsonObject("lockInfo").getBoolean("mine")).isTrue();
    }

    @Test
    void theStatusOfAThousandDocumentsComesInTheOrderOfTheRequest() {
        acquire("anna", "");
        String ids =
                IntStream.range(0, 999)
                        .mapToObj(i -> "\"free-" + i + "\"")
                        .collect(Collectors.joining(","));
        Api.Answer answer = api.post("status", "{\"docIds\":[" + ids + ",\"" + doc + "\"]}");
        assertThat(answer.status()).isEqualTo(200);
        List<JsonObject> statuses =
                answer.json().getJsonArray("statuses").getValuesAs(JsonObject.class);
        assertThat(statuses).hasSize(1000);
        assertThat(statuses.get(998).getString("docId")).isEqualTo("free-998");
        assertThat(statuses.get(998).getBoolean("isLocked")).isFalse();
        assertThat(statuses.get(999).getJsonObject("lockInfo").getString("userId"))
                .isEqualTo("anna");
    }

    @Test
    void administratorsListLocksPageByPage() {
        for (int i = 0; i < 25; i++) {
            api.post("acquire", body(doc + "-" + (char) ('a' + i), i == 7 ? "bob" : "anna", ""));
        }
        String prefix = "/api/lock?prefix=" + doc + "-";
        Api.Answer first = admin.get(prefix + "&limit=10");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().getInt("total")).isEqualTo(25);
        assertThat(ids(first)).hasSize(10).isSorted().startsWith(doc + "-a");
        assertThat(first.json().getJsonArray("locks").getJsonObject(0).containsKey("token"))
                .isTrue();
        Api.Answer second =
                admin.get(prefix + "&limit=10&cursor=" + first.json().getString("cursor"));
        assertThat(ids(second)).hasSize(10).startsWith(doc + "-k");
        Api.Answer third =
                admin.get(prefix + "&limit=10&cursor=" + second.json().getString("cursor"));
        assertThat(ids(third)).hasSize(5).endsWith(doc + "-y");
        assertThat(third.json()).doesNotContainKey("cursor");
        assertThat(ids(admin.get(prefix + "&user=bob"))).containsExactly(doc + "-h");
    }

    @Test
    void administratorsClearAllLocks() {
        acquire("anna", "");
        Api.Answer cleared = admin.delete("/api/lock?adminUserId=admin&reason=maintenance");
        assertThat(cleared.status()).isEqualTo(200);
        assertThat(cleared.json().getInt("cleared")).isPositive();
        assertThat(redis.keys("doc-lock:*")).isEmpty();
    }

    @Test
    void anAdministratorGivesNoticeAndEverybodySeesWhyTheLockEnds() {
        acquire("anna", ",\"sessionId\":\"tab-1\"");
        Api.Answer notice =
                admin.post(
                        "force-release",
                        "{\"docId\":\""
                                + doc
                                + "\",\"reason\":\"on holiday\",\"graceSeconds\":20}");
        assertThat(notice.status()).isEqualTo(200);
        assertThat(notice.json().getString("outcome")).isEqualTo("RELEASED");
        assertThat(notice.json().getString("message")).contains("notice");
        Api.Answer heartbeat =
                api.post(
                        "extend",
                        "{\"docId\":\"" + doc + "\",\"userId\":\"anna\",\"sessionId\":\"tab-1\"}");
        for (JsonObject lock :
                List.of(
                        notice.lockInfo(),
                        heartbeat.lockInfo(),
                        acquire("bob", "").lockInfo(),
                        api.get("/api/lock/status/" + doc).lockInfo())) {
            assertThat(lock.getJsonObject("ending").toString())
                    .isEqualTo("{\"by\":\"admin\",\"reason\":\"on holiday\"}");
            assertThat(lock.getJsonNumber("remaining").longValue()).isLessThanOrEqualTo(20_000);
        }
        assertThat(redis.pttl("doc-lock:" + doc)).isLessThanOrEqualTo(20_000L);
    }

    @Test
    void aNoticeIsFromZeroToSixtySeconds() {
        for (String seconds : List.of("-1", "61")) {
            Api.Answer refused =
                    admin.post(
                            "force-release",
                            "{\"docId\":\"" + doc + "\",\"graceSeconds\":" + seconds + "}");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().getString("message"))
                    .contains("graceSeconds must be 0 to 60");
        }
    }

    @Test
    void onlyAdministratorsListBreakAndClear() {
        acquire("anna", "");
        assertThat(api.get("/api/lock").status()).isEqualTo(403);
        assertThat(api.delete("/api/lock").status()).isEqualTo(403);
        assertThat(api.post("force-release", "{\"docId\":\"" + doc + "\"}").status())
                .isEqualTo(403);
        assertThat(redis.exists("doc-lock:" + doc)).isTrue();
    }

    private Api.Answer acquire(String user, String more) {
        return post("acquire", user, more);
    }

    private Api.Answer post(String operation, String user, String more) {
        return api.post(operation, body(doc, user, more));
    }

    private Api.Answer forceRelease(String more) {
        return admin.post(
                "force-release",
                "{\"docId\":\"" + doc + "\",\"adminUserId\":\"admin\"" + more + "}");
    }

    private Api.Answer status(String id) {
        return api.get(
                "/api/lock/status/"
                        + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    private static String body(String id, String user, String more) {
        return "{\"docId\":" + quote(id) + ",\"userId\":\"" + user + "\"" + more + "}";
    }

    private static String quote(String text) {
        return Json.createValue(text).toString();
    }

    private static long token(Api.Answer answer) {
        return answer.lockInfo().getJsonNumber("token").longValueExact();
    }

    private static List<String> ids(Api.Answer answer) {
        return answer.json().getJsonArray("locks").getValuesAs(JsonObject.class).stream()
                .map(lock -> lock.getString("docId"))
                .toList();
    }
}
