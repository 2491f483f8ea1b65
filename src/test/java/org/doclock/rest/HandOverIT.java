package org.doclock.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.doclock.Api;
import org.doclock.RedisProcess;
import org.doclock.SharedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Asking for a document and handing it over, as the clients of the REST API see it. */
class HandOverIT {

    private final Api alice = Api.anonymous(SharedServer.uri()).as("alice");
    private final Api bob = alice.as("bob");
    private final Api admin = alice.as("admin");
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
    void theHolderIsAskedHandsOverAndTheAskerFindsTheirLock() {
        acquire(alice, "tab-1");
        Api.Answer asked =
                bob.post(
                        "request",
                        body("tab-7", ",\"username\":\"Bob B.\",\"message\":\"May I?\\nBob\""));
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.json().getString("outcome")).isEqualTo("REQUESTED");
        assertThat(asked.lockInfo().getString("userId")).isEqualTo("alice");

        JsonObject request = requests(alice, "tab-1").get(0);
        assertThat(request.getString("userId")).isEqualTo("bob");
        assertThat(request.getString("username")).isEqualTo("Bob B.");
        assertThat(request.getString("message")).isEqualTo("May I?\nBob");
        assertThat(request).doesNotContainKey("sessionId");

        Api.Answer handed = handOver(alice, "tab-1", ",\"toUserId\":\"bob\"");
        assertThat(handed.status()).isEqualTo(200);
        assertThat(handed.json().getString("outcome")).isEqualTo("TRANSFERRED");
        assertThat(handed.lockInfo().getString("username")).isEqualTo("Bob B.");
        assertThat(handed.lockInfo()).doesNotContainKeys("token", "sessionId");
        assertThat(redis.get("doc-lock:" + doc))
                .startsWith("{\"userId\":\"bob\",\"sessionId\":\"tab-7\"");
        assertThat(redis.pttl("doc-lock:" + doc)).isBetween(20_000L, 30_000L);

        Api.Answer mine = acquire(bob, "tab-7");
        assertThat(mine.json().getString("outcome")).isEqualTo("RENEWED");
        assertThat(mine.lockInfo().getBoolean("mine")).isTrue();
        assertThat(mine.lockInfo()).containsKey("token");
        assertThat(acquire(alice, "tab-1").status()).isEqualTo(409);
    }

    @Test
    void onlyTheHolderAndAdministratorsSeeWhoAsks() {
        acquire(alice, "tab-1");
        bob.post("request", body("tab-7", ""));
        assertThat(requests(alice, "tab-1")).hasSize(1);
        assertThat(requests(admin, "tab-1")).hasSize(1);
        assertThat(requests(alice, "tab-2")).isEmpty();
        assertThat(requests(bob, "tab-7")).isEmpty();
    }

    @Test
    void aFreeDocumentIsToBeAcquired() {
        Api.Answer answer = bob.post("request", body("tab-7", ""));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("NOT_HELD");
        assertThat(answer.json().getString("message"))
                .isEqualTo("The document is free: acquire it");
    }

    @Test
    void whoHoldsTheDocumentHasNobodyToAsk() {
        acquire(alice, "tab-1");
        Api.Answer answer = alice.post("request", body("tab-1", ""));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("LOCKED");
        assertThat(answer.lockInfo().getBoolean("mine")).isTrue();
    }

    @Test
    void whatWasWithdrawnIsNotHandedOver() {
        acquire(alice, "tab-1");
        bob.post("request", body("tab-7", ""));
        Api.Answer withdrawn = bob.post("request", body("tab-7", ",\"withdraw\":true"));
        assertThat(withdrawn.json().getString("outcome")).isEqualTo("WITHDRAWN");
        assertThat(requests(alice, "tab-1")).isEmpty();
        Api.Answer refused = handOver(alice, "tab-1", ",\"toUserId\":\"bob\"");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.code()).isEqualTo("NOT_FOUND");
        assertThat(refused.json()).doesNotContainKey("lockedBy");
        assertThat(redis.get("doc-lock:" + doc)).contains("\"userId\":\"alice\"");
    }

    @Test
    void onlyTheGrantThatIsMeantIsHandedOverByItsHolder() {
        long token = acquire(alice, "tab-1").lockInfo().getJsonNumber("token").longValueExact();
        bob.post("request", body("tab-7", ""));
        String to = ",\"toUserId\":\"bob\",\"token\":";
        assertThat(handOver(alice, "tab-1", to + (token - 1)).code()).isEqualTo("NOT_HELD");
        assertThat(handOver(alice, "tab-2", to + token).code()).isEqualTo("LOCKED");
        assertThat(handOver(bob, "tab-7", to + token).code()).isEqualTo("LOCKED");
        assertThat(handOver(alice, "tab-1", to + token + ",\"toSessionId\":\"tab-8\"").code())
                .isEqualTo("NOT_FOUND");
        assertThat(handOver(alice, "tab-1", to + token).status()).isEqualTo(200);
    }

    @Test
    void nobodyAsksOrHandsOverForAnybodyElse() {
        acquire(alice, "tab-1");
        assertThat(bob.post("request", body("t", ",\"userId\":\"alice\"")).status()).isEqualTo(403);
        assertThat(handOver(bob, "tab-1", ",\"toUserId\":\"bob\",\"userId\":\"alice\"").status())
                .isEqualTo(403);
    }

    @Test
    void aServiceAsksForItsUserAndDoesNotHandOverWhatTheUserHolds() {
        acquire(bob, "tab-1");
        Api app = alice.as("app");
        app.post("request", body("tab-7", ",\"userId\":\"carl\""));
        assertThat(requests(bob, "tab-1").get(0).getString("userId")).isEqualTo("carl");
        assertThat(handOver(app, "tab-1", ",\"userId\":\"bob\",\"toUserId\":\"carl\"").code())
                .isEqualTo("LOCKED");
    }

    @Test
    void tooManyAskersAreToldToComeLater() {
        acquire(bob, "tab-1");
        Api app = alice.as("app");
        for (int i = 0; i < 20; i++) {
            app.post("request", body("t", ",\"userId\":\"user-" + i + "\""));
        }
        Api.Answer refused = alice.post("request", body("tab-1", ""));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("TOO_MANY_REQUESTS");
    }

    @Test
    void badFieldsAreNamed() {
        acquire(alice, "tab-1");
        for (String[] bad :
                List.of(
                        new String[] {",\"message\":\"\"", "message must be 1 to 500"},
                        new String[] {
                            ",\"message\":\"" + "m".repeat(501) + "\"", "message must be 1 to 500"
                        },
                        new String[] {",\"message\":\"a\\u0007\"", "control characters"},
                        new String[] {",\"message\":7", "message must be a string"},
                        new String[] {",\"withdraw\":\"yes\"", "withdraw must be true or false"},
                        new String[] {",\"toUserId\":\"x\"", "unknown field"})) {
            Api.Answer answer = bob.post("request", body("tab-7", bad[0]));
            assertThat(answer.status()).as(bad[0]).isEqualTo(400);
            assertThat(answer.json().getString("message")).contains(bad[1]);
        }
        assertThat(handOver(alice, "tab-1", "").json().getString("message"))
                .isEqualTo("toUserId is missing");
        assertThat(handOver(alice, "tab-1", ",\"toUserId\":\"\"").json().getString("message"))
                .contains("toUserId must be 1 to 128");
        assertThat(redis.exists("doc-lock-requests:{doc-lock:" + doc + "}")).isFalse();
    }

    private Api.Answer acquire(Api api, String session) {
        return api.post("acquire", body(session, ""));
    }

    private Api.Answer handOver(Api api, String session, String more) {
        return api.post("hand-over", body(session, more));
    }

    private List<JsonObject> requests(Api api, String session) {
        JsonObject status = api.get("/api/lock/status/" + doc, "X-Lock-Session", session).json();
        return status.containsKey("requests")
                ? status.getJsonArray("requests").getValuesAs(JsonObject.class)
                : List.of();
    }

    private String body(String session, String more) {
        return "{\"docId\":\"" + doc + "\",\"sessionId\":\"" + session + "\"" + more + "}";
    }
}
