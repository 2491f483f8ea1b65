package org.doclock.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doclock.Api;
import org.doclock.EventClient;
import org.doclock.SharedServer;
import org.doclock.TestTokens;
import org.junit.jupiter.api.Test;

/** A thousand clients follow one document on one server. */
class ThousandStreamsIT {

    private static final int STREAMS = 1_000;
    private static final int PER_USER = 20;

    private final URI server = SharedServer.uri();
    private final Api alice = Api.anonymous(server).as("alice");
    private final String doc = "thousand-" + UUID.randomUUID();

    @Test
    void anEventReachesAThousandStreamsWithinASecondAndAllAreCleanedUpAfterThem() {
        try (ManyEventClients clients = new ManyEventClients(server)) {
            openUpTo(clients, 200);
            int before = metric("streams");
            int threads = metric("thread_count");
            openUpTo(clients, STREAMS);
            assertThat(metric("streams") - before).isEqualTo(STREAMS - 200);
            assertThat(metric("thread_count")).isLessThan(threads + 50);
            for (int round = 1; round <= 3; round++) {
                alice.post("acquire", "{\"docId\":\"" + doc + "\"}");
                awaitHeard(clients, "event: acquired", round);
                alice.post("release", "{\"docId\":\"" + doc + "\"}");
                awaitHeard(clients, "event: released", round);
            }
            List<ManyEventClients.Client> all = clients.all();
            all.subList(0, 500).forEach(ManyEventClients.Client::reset);
            all.subList(500, STREAMS).forEach(ManyEventClients.Client::close);
            // Whoever is gone is found by what is written to them.
            await().atMost(Duration.ofSeconds(5))
                    .until(
                            () -> {
                                alice.post("acquire", "{\"docId\":\"" + doc + "\"}");
                                alice.post("release", "{\"docId\":\"" + doc + "\"}");
                                return metric("streams") <= before - 200;
                            });
        }
    }

    private void openUpTo(ManyEventClients clients, int count) {
        for (int i = clients.all().size(); i < count; i++) {
            String token = TestTokens.signed(TestTokens.claims("user-" + i / PER_USER));
            clients.open(
                    EventClient.request(
                            server, "Bearer " + token, "/api/lock/events?docId=" + doc, Map.of()));
            if (i % PER_USER == 0 || i == count - 1) {
                int open = i + 1;
                await().atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> clients.heard("event: snapshot", 1) == open);
            }
        }
    }

    private static void awaitHeard(ManyEventClients clients, String event, int times) {
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> clients.heard(event, times) == STREAMS);
    }

    private int metric(String name) {
        return Api.anonymous(server)
                .get("/metrics")
                .body()
                .lines()
                .filter(it -> !it.startsWith("#") && it.contains(name))
                .mapToInt(it -> (int) Double.parseDouble(it.substring(it.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
