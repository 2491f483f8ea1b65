package org.doclock.admin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.doclock.Api;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.params.SetParams;

/** Redis dies while an administrator ends 10,000 locks: nothing that was done is lost or unsaid. */
class ManyReleasesIT {

    private static final int LOCKS = 10_000;
    private static final String PREFIX = "doc-lock:many-";

    private static final RedisProcess REDIS = AdminServer.redis();

    private static void lock() {
        try (Jedis look = REDIS.connect();
                Pipeline pipeline = look.pipelined()) {
            long now = System.currentTimeMillis();
            for (int i = 0; i < LOCKS; i++) {
                String text =
                        ("{\"userId\":\"user-%d\",\"token\":%d,\"timestamp\":%d,"
                                        + "\"attempt\":\"ACQUIRED-x\"}")
                                .formatted(i % 100, now * 1000 + i, now);
                pipeline.set(PREFIX + i, text, SetParams.setParams().px(3_600_000));
            }
            pipeline.sync();
            // Nobody published them: if an earlier test's view still stands, it has to read again.
            look.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
        }
    }

    private static int standing() {
        try (Jedis look = REDIS.connect()) {
            return look.keys(PREFIX + "*").size();
        }
    }

    private static Map<String, String> trail() {
        Api admin = Api.anonymous(AdminServer.uri()).as("admin");
        Map<String, String> outcomes = new HashMap<>();
        String cursor = "";
        do {
            JsonObject page = admin.get("/api/lock/audit?limit=1000" + cursor).json();
            for (JsonObject entry : page.getJsonArray("entries").getValuesAs(JsonObject.class)) {
                if (entry.containsKey("docId")) {
                    outcomes.putIfAbsent(entry.getString("docId"), entry.getString("outcome"));
                }
            }
            cursor = page.containsKey("cursor") ? "&cursor=" + page.getString("cursor") : "";
        } while (!cursor.isEmpty());
        return outcomes;
    }

    @Test
    void whatWasDoneWhatNotAndWhatIsUnknownIsSaidAndTheTrailAgreesWithRedis() {
        lock();
        try (AdminBrowser browser = AdminBrowser.english(AdminServer.uri())) {
            Page page = browser.openLocks("?prefix=many-");
            page.click("#releaseMatching");
            assertThat(page.locator("#releaseTitle")).hasText("Release 10,000 locks?");
            page.fill("#confirm", "RELEASE");
            page.click("#releaseGo");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> standing() < LOCKS - 2000);
            REDIS.kill();
            assertThat(page.locator("#releaseSummary"))
                    .containsText(
                            "Redis does not answer", new ContainsTextOptions().setTimeout(15_000));
            assertThat(page.locator("#releaseCounts")).containsText("unknown");
            browser.assertAccessible();
            REDIS.restart();
            assertThat(page.locator("#releaseTitle"))
                    .hasText("Finished", new HasTextOptions().setTimeout(60_000));
            assertThat(page.locator("#releaseCounts")).not().containsText("unknown");

            Set<String> standing;
            try (Jedis look = REDIS.connect()) {
                standing = new HashSet<>(look.keys(PREFIX + "*"));
            }
            // An act whose result came back just before Redis died is settled some seconds later.
            Map<String, String> trail =
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(30))
                            .until(ManyReleasesIT::trail, it -> !it.containsValue("UNKNOWN"));
            int done = 0;
            for (int i = 0; i < LOCKS; i++) {
                String outcome = trail.getOrDefault("many-" + i, "NEVER_TRIED");
                assertThat(outcome).isIn("DONE", "NOT_DONE", "ENDED_SINCE", "NEVER_TRIED");
                boolean stands = standing.contains(PREFIX + i);
                assertThat(stands)
                        .as("many-" + i + " " + outcome)
                        .isEqualTo(outcome.equals("NOT_DONE") || outcome.equals("NEVER_TRIED"));
                done += outcome.equals("DONE") ? 1 : 0;
            }
            assertThat(page.locator("#releaseCounts"))
                    .containsText(String.format(Locale.UK, "%,d ended", done));
            assertThat(page.locator("#releaseCounts"))
                    .containsText(String.format(Locale.UK, "%,d not ended", standing.size()));

            page.click("#releaseAgain");
            assertThat(page.locator("#releaseTitle")).hasText("Working …");
            assertThat(page.locator("#releaseTitle"))
                    .hasText("Finished", new HasTextOptions().setTimeout(60_000));
            assertThat(standing()).isZero();
        }
    }
}
