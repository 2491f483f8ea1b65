package org.doclock.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.doclock.Api;
import org.doclock.RedisProcess;
import org.doclock.SharedServer;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** The audit trail over HTTP, with the stream in Redis looked at beside it. */
class AuditIT {

    private final URI server = SharedServer.uri();
    private final Api alice = Api.anonymous(server).as("alice");
    private final Api admin = alice.as("admin");
    private final String doc = "audited-" + UUID.randomUUID();

    @Test
    void aForceReleaseStandsInTheTrailWithTheAddressThatItCameFrom() {
        Api.Answer acquired = alice.post("acquire", "{\"docId\":\"" + doc + "\"}");
        assertThat(acquired.status()).isEqualTo(200);
        admin.post("force-release", "{\"docId\":\"" + doc + "\",\"reason\":\"on holiday\"}");
        JsonObject entry = trail("?docId=" + doc).get(0);
        assertThat(entry.getString("act")).isEqualTo("FORCE_RELEASE");
        assertThat(entry.getString("outcome")).isEqualTo("DONE");
        assertThat(entry.getString("actor")).isEqualTo("admin");
        assertThat(entry.getString("holder")).isEqualTo("alice");
        assertThat(entry.getString("reason")).isEqualTo("on holiday");
        assertThat(entry.getString("from")).isEqualTo("127.0.0.1");
        assertThat(entry.getString("docId")).isEqualTo(doc);
        try (Jedis redis = RedisProcess.connect(SharedServer.redis().uri())) {
            assertThat(redis.exists("doc-lock:" + doc)).isFalse();
            assertThat(redis.xrevrange("doc-lock-audit", "+", "-", 50))
                    .anySatisfy(line -> assertThat(line.getFields()).containsValue(doc));
        }
    }

    @Test
    void whoeverTriesWhatIsAnAdministratorsIsRefusedAndRecorded() {
        Api bob = alice.as("bob");
        assertThat(bob.get("/api/lock/audit").status()).isEqualTo(403);
        assertThat(bob.post("force-release", "{\"docId\":\"" + doc + "\"}").status())
                .isEqualTo(403);
        assertThat(trail("?user=bob&limit=1000"))
                .anySatisfy(
                        it -> {
                            assertThat(it.getString("act")).isEqualTo("ADMINISTRATION_REFUSED");
                            assertThat(it.getString("reason"))
                                    .isEqualTo("POST /api/lock/force-release");
                        });
        assertThat(Api.anonymous(server).get("/api/lock/audit").status()).isEqualTo(401);
    }

    @Test
    void aNameThatIsGuessedAtIsRecordedOnceItHasToWait() {
        String name = "guessed-" + UUID.randomUUID();
        Api guesser = alice.as(name, "wrong");
        await().until(() -> guesser.get("/api/lock/status/x").status() == 429);
        assertThat(trail("?user=" + name))
                .hasSize(1)
                .allSatisfy(it -> assertThat(it.getString("act")).isEqualTo("SIGN_IN_BLOCKED"));
    }

    @Test
    void badParametersAreToldWhatTheyMayBe() {
        for (String query : List.of("?limit=0", "?limit=x", "?cursor=x", "?cursor=1-1%0a")) {
            Api.Answer answer = admin.get("/api/lock/audit" + query);
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("INVALID_REQUEST");
        }
    }

    private List<JsonObject> trail(String query) {
        Api.Answer answer = admin.get("/api/lock/audit" + query);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().getJsonArray("entries").getValuesAs(JsonObject.class);
    }
}
