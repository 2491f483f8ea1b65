package org.doclock.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.doclock.Api;
import org.doclock.Deployments;
import org.doclock.DevUsers;
import org.doclock.EventClient;
import org.doclock.LeastAccess;
import org.doclock.PayaraProcess;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** What operators see of a server: it starts without Redis, and says how it is. */
class OperationsIT {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String UNDER_WAY = "doclock_calls_under_way";
    private static final String SILENT = "doclock_silent_nodes";
    private static final String PROCEEDED = "doclock_guard_proceeded_total";
    private static final String MOST = "doclock_calls_most";
    private static final String STREAMS = "doclock_event_streams";
    private static final String LOCKS = "doclock_locks";
    private static final String LAG = "doclock_event_lag_seconds";
    private static final Duration STREAM_MAX = Duration.ofSeconds(6);
    private static final Queue<String> LOG = new ConcurrentLinkedQueue<>();

    private static RedisProcess redis;
    private static PayaraProcess payara;

    @BeforeAll
    static void startWithoutRedis() {
        redis = RedisProcess.start(LeastAccess.redisOptions());
        redis.kill();
        Map<String, String> environment = DevUsers.environment();
        environment.put("DOCLOCK_REDIS_URI", LeastAccess.uri(redis.port()).toString());
        environment.put("DOCLOCK_EVENTS_STREAM_MAX", STREAM_MAX.toString());
        Path project = Path.of("").toAbsolutePath();
        payara =
                PayaraProcess.start(
                        project,
                        RedisProcess.freePort(),
                        List.of(Deployments.quoting(project)),
                        environment,
                        LOG::add);
        assertThat(status("live")).isEqualTo(200);
        assertThat(status("ready")).isEqualTo(503);
        assertThat(alice().post("acquire", "{\"docId\":\"a\"}").code())
                .isEqualTo("STORE_UNAVAILABLE");
        redis.restart();
        await().atMost(SOON).until(() -> status("ready") == 200);
        assertThat(alice().post("acquire", "{\"docId\":\"a\"}").status()).isEqualTo(200);
    }

    @AfterAll
    static void stop() throws IOException {
        payara.close();
        redis.close();
        Files.write(Path.of("target", "operations-server.log"), LOG);
    }

    @AfterEach
    void redisIsThere() {
        redis.resume();
        await().atMost(SOON).until(() -> status("ready") == 200);
    }

    @Test
    void readinessTurnsAndAnswersInTimeWhileRedisHangsAndLivenessDoesNotTurn() {
        redis.pause();
        await().atMost(SOON).until(() -> timed(() -> status("ready") == 503));
        Api.Answer down = Api.anonymous(payara.uri()).get("/health/ready");
        assertThat(down.body())
                .contains("The lock store does not answer")
                .doesNotContain("127.0.0.1", Integer.toString(redis.port()), LeastAccess.PASSWORD);
        assertThat(timed(() -> status("live") == 200)).isTrue();
        redis.resume();
        await().atMost(SOON).until(() -> status("ready") == 200);
    }

    @Test
    void howeverManyAskRedisIsAskedOnceASecond() {
        try (Jedis admin = redis.connect()) {
            admin.configResetStat();
            long end = System.nanoTime() + Duration.ofMillis(1500).toNanos();
            int probes = 0;
            while (System.nanoTime() < end) {
                status("ready");
                probes++;
            }
            assertThat(probes).isGreaterThan(20);
            assertThat(admin.info("commandstats").lines().filter(it -> it.contains("cmdstat_info")))
                    .singleElement()
                    .asString()
                    // Server and memory each time, and our own.
                    .containsPattern("calls=[2-7],");
        }
    }

    @Test
    void whatIsSetUpUnwiselyIsAWarningAndNotDown() {
        try (Jedis admin = redis.connect()) {
            admin.configSet("maxmemory", "1gb");
            admin.configSet("maxmemory-policy", "allkeys-lru");
            await().atMost(SOON).until(() -> data().containsKey("warning-eviction"));
            assertThat(status("ready")).isEqualTo(200);
            admin.configSet("maxmemory", "0");
            admin.configSet("maxmemory-policy", "noeviction");
            await().atMost(SOON).until(() -> !data().containsKey("warning-eviction"));
        }
        assertThat(data().getString("redis-version")).startsWith("7.");
        assertThat(data()).doesNotContainKey("warning-clock");
    }

    @Test
    void aRedisThatTakesNoChangesIsNotReady() {
        try (Jedis admin = redis.connect()) {
            admin.configSet("min-replicas-to-write", "1");
            await().atMost(SOON).until(() -> status("ready") == 503);
            admin.configSet("min-replicas-to-write", "0");
            await().atMost(SOON).until(() -> status("ready") == 200);
        }
    }

    @Test
    void theIdOfARequestIsTheCallersOrANewOneAndStandsInTheLog() {
        Api.Answer named = alice().get("/api/lock/status/a", "X-Request-Id", "order-66");
        assertThat(named.http().headers().firstValue("X-Request-Id")).contains("order-66");
        for (String forged : List.of("a b", "<x>", "x".repeat(65))) {
            assertThat(
                            alice().get("/api/lock/status/a", "X-Request-Id", forged)
                                    .http()
                                    .headers()
                                    .firstValue("X-Request-Id")
                                    .orElseThrow())
                    .isNotEqualTo(forged)
                    .hasSize(36);
        }
        redis.pause();
        alice().get("/api/lock/status/a", "X-Request-Id", "order-67");
        redis.resume();
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(LOG)
                                        .anyMatch(
                                                it ->
                                                        it.contains("No answer from Redis")
                                                                && it.contains("order-67")));
    }

    @Test
    void aStreamThatBeginsWhileRedisIsAwayIsRefusedAtOnceAndOneThatIsOpenGoesOn() {
        try (EventClient open = follow()) {
            await().atMost(SOON).until(() -> open.first("snapshot").isPresent());
            redis.kill();
            await().atMost(SOON).until(() -> open.first("not-live").isPresent());
            for (int i = 0; i < 3; i++) {
                assertThat(isRefusedForLackOfRedis()).isTrue();
            }
            redis.restart();
            await().atMost(SOON).until(() -> lastOf(open).equals("snapshot"));
        }
        assertFollowsAgain();
    }

    @Test
    void aStreamThatBeginsWhileRedisHangsIsRefusedInTime() {
        redis.pause();
        for (int i = 0; i < 3; i++) {
            assertThat(isRefusedForLackOfRedis()).isTrue();
        }
        redis.resume();
        assertFollowsAgain();
    }

    @Test
    void aStreamEndsInTimeAndItsClientHasToSayAgainWhoItIs() {
        long begin = System.nanoTime();
        try (EventClient stream = follow()) {
            await().atMost(STREAM_MAX.plusSeconds(3)).until(stream::isEnded);
            assertThat(stream.head()).contains("200");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThan(STREAM_MAX.dividedBy(2));
    }

    @Test
    void streamsBeginWhileTheMetricsAreRead() {
        AtomicBoolean reading = new AtomicBoolean(true);
        Runnable read =
                () -> {
                    while (reading.get()) {
                        Metrics.of(payara.uri());
                    }
                };
        List<Thread> readers = Stream.generate(() -> new Thread(read)).limit(6).toList();
        readers.forEach(Thread::start);
        try {
            for (int i = 0; i < 20; i++) {
                assertFollowsAgain();
            }
        } finally {
            reading.set(false);
        }
    }

    private static EventClient follow() {
        return EventClient.open(payara.uri(), "alice", "/api/lock/events?docId=followed", Map.of());
    }

    private static String lastOf(EventClient stream) {
        List<String> types = stream.types();
        return types.get(types.size() - 1);
    }

    private static boolean isRefusedForLackOfRedis() {
        long begin = System.nanoTime();
        Api.Answer answer =
                alice().get("/api/lock/events?docId=followed", "Accept", "text/event-stream");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(2500));
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("STORE_UNAVAILABLE");
        return answer.http().headers().firstValue("Retry-After").isPresent();
    }

    /** By itself: whoever was refused needs no more than to try again. */
    private static void assertFollowsAgain() {
        await().atMost(SOON).until(() -> alice().get("/api/lock/status/a").status() == 200);
        try (EventClient stream = follow()) {
            await().atMost(SOON).until(() -> stream.first("snapshot").isPresent());
            alice().post("acquire", "{\"docId\":\"followed\"}");
            await().atMost(SOON).until(() -> stream.first("acquired").isPresent());
            alice().post("release", "{\"docId\":\"followed\"}");
        }
    }

    @Test
    void everyMetricOfTheDashboardAndTheAlertsMoves() throws IOException {
        Set<String> named = metricsIn("grafana-dashboard.json");
        assertThat(named).hasSizeGreaterThan(5).containsAll(metricsIn("prometheus-alerts.yml"));
        Metrics before = Metrics.of(payara.uri());
        Future<?> stream = openStream();
        await().atMost(SOON).until(() -> Metrics.of(payara.uri()).sum(STREAMS) == 1);
        await().atMost(SOON).until(() -> Metrics.of(payara.uri()).sum(LOCKS) >= 0);
        // An event that comes within a millisecond is not late at all.
        await().atMost(SOON)
                .until(
                        () -> {
                            work();
                            return Metrics.of(payara.uri()).sum(LAG) != 0;
                        });
        stream.cancel(true);
        redis.pause();
        List<Thread> waiting = IntStream.range(0, 8).mapToObj(this::waiting).toList();
        waiting.forEach(Thread::start);
        Metrics during =
                await().atMost(SOON)
                        .until(() -> Metrics.of(payara.uri()), it -> it.sum(UNDER_WAY) > 0);
        await().atMost(SOON).until(() -> Metrics.of(payara.uri()).sum(SILENT) == 1);
        redis.resume();
        await().atMost(SOON).until(() -> Metrics.of(payara.uri()).sum(SILENT) == 0);
        Metrics after = Metrics.of(payara.uri());

        assertThat(during.sum(UNDER_WAY)).isGreaterThan(before.sum(UNDER_WAY));
        // The one grows with the nodes of a cluster, the other in GuardOverHttpIT.
        named.removeAll(List.of(UNDER_WAY, SILENT, MOST, PROCEEDED, STREAMS, LOCKS, LAG));
        assertThat(after.names()).contains(MOST, PROCEEDED);
        assertThat(named).allMatch(it -> after.sum(it) > before.sum(it));
        for (String outcome :
                List.of("acquire\",outcome=\"ACQUIRED", "acquire\",outcome=\"LOCKED", "READ")) {
            assertThat(after.sum("doclock_call_seconds_count", outcome)).isPositive();
        }
        assertThat(after.sum("doclock_call_seconds_count", "UNAVAILABLE")).isPositive();
    }

    /**
     * Names, but no ids: whoever scrapes must not learn who edits what, nor be buried in series.
     */
    @Test
    void noLabelHoldsAnId() {
        work();
        assertThat(Metrics.of(payara.uri()).lines())
                .filteredOn(it -> it.contains("doclock_"))
                .noneMatch(it -> it.contains("alice") || it.contains("moving-"));
    }

    private static void work() {
        String body = "{\"docId\":\"moving-1\"}";
        Api bob = Api.anonymous(payara.uri()).as("bob");
        alice().post("acquire", body);
        bob.post("acquire", body);
        alice().post("extend", body);
        alice().get("/api/lock/status/moving-1");
        alice().post("release", body);
    }

    private static Future<?> openStream() {
        HttpRequest request =
                HttpRequest.newBuilder(payara.uri().resolve("/api/lock/events?docId=moving-1"))
                        .header("Authorization", "Basic YWxpY2U6YWxpY2U=")
                        .build();
        return HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofInputStream());
    }

    private Thread waiting(int number) {
        return new Thread(() -> alice().post("acquire", "{\"docId\":\"late-" + number + "\"}"));
    }

    private static Set<String> metricsIn(String file) throws IOException {
        Matcher names =
                Pattern.compile("doclock_[a-z_]+")
                        .matcher(Files.readString(Path.of("docs", "operations", file)));
        Set<String> found = new TreeSet<>();
        while (names.find()) {
            found.add(names.group());
        }
        return found;
    }

    private static boolean timed(BooleanSupplier probe) {
        long begin = System.nanoTime();
        boolean answer = probe.getAsBoolean();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        return answer;
    }

    private static int status(String check) {
        return Api.anonymous(payara.uri()).get("/health/" + check).status();
    }

    private static JsonObject data() {
        return Api.anonymous(payara.uri())
                .get("/health/ready")
                .json()
                .getJsonArray("checks")
                .getJsonObject(0)
                .getJsonObject("data");
    }

    private static Api alice() {
        return Api.anonymous(payara.uri()).as("alice");
    }
}
