package org.doclock;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import jakarta.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/**
 * DocLock as a guest of other people's applications: what it does there, and what it leaves alone.
 */
class HostApplicationIT {

    private static final HasTextOptions PATIENTLY = new HasTextOptions().setTimeout(20_000);
    private static final String[] TEXT = {"Content-Type", "text/plain"};
    private static final Queue<String> LOG = new ConcurrentLinkedQueue<>();

    private static RedisProcess redis;
    private static PayaraProcess payara;
    private static Jedis look;

    private final long id = ThreadLocalRandom.current().nextLong(1L << 50);
    private final String doc = "offer-" + id;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisProcess.start(LeastAccess.redisOptions());
        look = redis.connect();
        Path folder = Files.createDirectories(Path.of("target", "hosts"));
        payara =
                PayaraProcess.start(
                        Path.of("").toAbsolutePath(),
                        RedisProcess.freePort(),
                        Stream.of(
                                        Deployments.host(),
                                        Deployments.hostWithAbsoluteOrdering(),
                                        Deployments.hostWithOwnRefusals(),
                                        Deployments.hostWithPrimeFaces(),
                                        Deployments.hostWithoutDocLock())
                                .map(war -> export(war, folder))
                                .toList(),
                        Map.of(
                                "DOCLOCK_REDIS_URI",
                                LeastAccess.uri(redis.port()).toString(),
                                "DOCLOCK_EVENTS_STREAM_MAX",
                                "PT4S"),
                        LOG::add);
        Files.write(folder.resolve("server.log"), LOG);
    }

    @AfterAll
    static void stop() {
        payara.close();
        look.close();
        redis.close();
    }

    private static Path export(WebArchive war, Path folder) {
        File file = folder.resolve(war.getName()).toFile();
        war.as(ZipExporter.class).exportTo(file, true);
        return file.toPath();
    }

    private static Api in(String host) {
        return Api.anonymous(URI.create(payara.uri() + "/" + host));
    }

    private Api.Answer offer(Api caller, String method, String path, String text, long... token) {
        String[] headers =
                token.length == 0
                        ? new String[] {"Content-Type", "text/plain"}
                        : new String[] {
                            "Content-Type", "text/plain", "X-Lock-Token", doc + "=" + token[0]
                        };
        return caller.send(
                method, "/api/offers/" + id + path, BodyPublishers.ofString(text), headers);
    }

    private JsonObject row(Api caller) {
        return offer(caller, "GET", "", "").json();
    }

    // ---- what it does

    @ParameterizedTest
    @ValueSource(strings = {"host", "absolute"})
    void locksOverRestBelowTheHostsOwnPath(String host) {
        Api alice = in(host).as("alice");
        assertThat(alice.post("acquire", "{\"docId\":\"" + doc + "\"}").status()).isEqualTo(200);
        assertThat(look.get("doc-lock:" + doc)).contains("\"userId\":\"alice\"");
        Api.Answer refused = in(host).as("bob").post("acquire", "{\"docId\":\"" + doc + "\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("lockedBy")).isEqualTo("alice");
        assertThat(alice.post("release", "{\"docId\":\"" + doc + "\"}").status()).isEqualTo(200);
        assertThat(look.exists("doc-lock:" + doc)).isFalse();
    }

    @Test
    void guardsFormsOfPrimeFaces() {
        Api services = in("prime").as("alice");
        String path = "/services/offers/" + id;
        assertThat(services.send("PUT", path, BodyPublishers.ofString("first"), TEXT).status())
                .isEqualTo(204);
        NewContextOptions signedIn = new NewContextOptions().setHttpCredentials("alice", "alice");
        try (BrowserContext context = Chromium.shared().newContext(signedIn)) {
            Page page = context.newPage();
            List<String> complaints = new ArrayList<>();
            page.onPageError(complaints::add);
            page.navigate(payara.uri() + "/prime/prime.xhtml?id=" + id);
            Locator notice = page.locator("document-lock [part=message]");
            assertThat(notice).hasText("You are editing.", PATIENTLY);
            Locator text = page.locator("[id='guard:form:text']");
            assertThat(text).isEditable();
            assertThat(text).hasValue("first");
            assertThat(look.get("doc-lock:" + doc)).contains("\"userId\":\"alice\"");

            text.fill("second");
            text.press("Tab");
            assertThat(page.locator("[id='guard:form:echo']")).hasValue("second");
            page.locator("[id='guard:form:saveSoFar']").click();
            assertThat(page.getByText("Not saved yet.")).isHidden();
            assertThat(services.get(path).json().getString("text")).isEqualTo("second");
            assertThat(look.exists("doc-lock:" + doc)).isTrue();

            text.fill("third");
            page.locator("[id='guard:form:save']").click();
            assertThat(notice).hasText("Nobody is editing this.");
            assertThat(services.get(path).json().getString("text")).isEqualTo("third");
            assertThat(look.exists("doc-lock:" + doc)).isFalse();
            assertThat(complaints).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "absolute"})
    void tellsEventsBelowTheHostsOwnPathUntilTheStreamIsOver(String host) {
        URI server = URI.create(payara.uri() + "/" + host);
        String path = "/api/lock/events?docId=" + doc;
        try (EventClient stream = EventClient.open(server, "bob", path, Map.of())) {
            Awaitility.await().until(() -> stream.first("snapshot").isPresent());
            in(host).as("alice").post("acquire", "{\"docId\":\"" + doc + "\"}");
            Awaitility.await().until(() -> stream.first("acquired").isPresent());
            Awaitility.await().until(stream::isEnded);
            in(host).as("alice").post("release", "{\"docId\":\"" + doc + "\"}");
            String last = stream.first("acquired").orElseThrow().id();
            try (EventClient again =
                    EventClient.open(server, "bob", path, Map.of("Last-Event-ID", last))) {
                Awaitility.await().until(() -> again.types().equals(List.of("released")));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "absolute"})
    void guardsTheHostsOwnMethods(String host) {
        Api alice = in(host).as("alice");
        Api bob = in(host).as("bob");
        assertThat(offer(alice, "PUT", "", "first").status()).isEqualTo(204);

        Api.Answer begun = offer(alice, "POST", "/begin", "");
        assertThat(begun.status()).as(begun.body()).isEqualTo(200);
        long token = begun.json().getJsonNumber("token").longValueExact();
        assertThat(look.get("doc-lock:" + doc)).contains("\"token\":" + token);
        assertThat(row(alice).getJsonNumber("fence").longValueExact()).isEqualTo(token);

        Api.Answer locked = offer(bob, "POST", "/begin", "");
        assertThat(locked.status()).isEqualTo(409);
        assertThat(locked.code()).isEqualTo("LOCKED");
        assertThat(locked.json().keySet())
                .containsExactly("success", "code", "message", "lockedBy", "lockInfo");
        assertThat(locked.json().getString("lockedBy")).isEqualTo("alice");
        assertThat(locked.lockInfo().getString("docId")).isEqualTo(doc);
        assertThat(locked.lockInfo()).doesNotContainKeys("token", "sessionId");

        assertRefusal(offer(bob, "POST", "/write", "stale", token), 409, "LOCKED");
        assertRefusal(offer(alice, "POST", "/write", "stale"), 409, "NOT_HELD");
        assertRefusal(offer(alice, "POST", "/write", "stale", token - 1), 409, "NOT_HELD");
        assertRefusal(offer(alice, "POST", "/write-by-ejb", "stale", token - 1), 409, "NOT_HELD");
        assertRefusal(offer(alice, "POST", "/write-later", "stale", token - 1), 409, "NOT_HELD");
        assertThat(row(alice).getString("text")).isEqualTo("first");

        assertThat(offer(alice, "POST", "/write", "second", token).status()).isEqualTo(204);
        assertThat(row(alice).getString("text")).isEqualTo("second");
        assertThat(offer(alice, "POST", "/write-by-ejb", "third", token).status()).isEqualTo(204);
        assertThat(row(alice).getString("text")).isEqualTo("third");
        assertThat(look.exists("doc-lock:" + doc)).isTrue();
        assertThat(offer(alice, "POST", "/finish", "fourth", token).status()).isEqualTo(204);
        assertThat(row(alice).getString("text")).isEqualTo("fourth");
        assertThat(look.exists("doc-lock:" + doc)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "absolute"})
    void saysWhatElseMayGoWrongInOneShape(String host) {
        assertRefusal(offer(in(host), "POST", "/begin", ""), 401, "UNAUTHENTICATED");
        Api alice = in(host).as("alice");
        assertRefusal(
                alice.send(
                        "POST",
                        "/api/offers/" + "x".repeat(300) + "/without-row",
                        BodyPublishers.noBody()),
                400,
                "INVALID_REQUEST");
        offer(alice, "PUT", "", "first");
        redis.kill();
        try {
            Api.Answer away = offer(alice, "POST", "/begin", "");
            assertRefusal(away, 503, "STORE_UNAVAILABLE");
            assertThat(away.http().headers().firstValue("Retry-After")).isPresent();
        } finally {
            redis.restart();
            look.close();
            look = redis.connect();
        }
        Awaitility.await()
                .untilAsserted(
                        () ->
                                assertThat(offer(alice, "POST", "/begin", "").status())
                                        .isEqualTo(200));
    }

    private static void assertRefusal(Api.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.json().getBoolean("success")).isFalse();
    }

    @Test
    void aHostMayAnswerRefusalsItself() {
        Api alice = in("worded").as("alice");
        offer(alice, "PUT", "", "first");
        Api.Answer refused = offer(alice, "POST", "/write", "stale");
        assertThat(refused.status()).as(refused.body()).isEqualTo(423);
        assertThat(refused.body()).isEqualTo("in the host's words");
        assertThat(alice.post("extend", "{\"docId\":\"" + doc + "\"}").code())
                .isEqualTo("NOT_HELD");
        assertThat(alice.post("acquire", "{\"docId\":\"" + doc + "\",\"ttl\":-1}").code())
                .isEqualTo("INVALID_REQUEST");
    }

    // ---- what it leaves alone

    private record Request(String method, String path, String body, String... headers) {}

    private static final List<Request> REQUESTS =
            List.of(
                    new Request("GET", "/", ""),
                    new Request("GET", "/missing", ""),
                    new Request("GET", "/page.xhtml", ""),
                    new Request("GET", "/desk/index.html", ""),
                    new Request("GET", "/api/greeting", ""),
                    new Request("HEAD", "/api/greeting", ""),
                    new Request("OPTIONS", "/api/greeting", ""),
                    new Request("DELETE", "/api/greeting", ""),
                    new Request("GET", "/api/greeting", "", "Accept", "text/csv"),
                    new Request("POST", "/api/greeting", "{\"hello\":\"a\",\"hello\":\"b\"}"),
                    new Request(
                            "POST",
                            "/api/greeting",
                            "{\"hello\":",
                            "Content-Type",
                            "application/json"),
                    new Request(
                            "POST",
                            "/api/greeting",
                            "{\"hello\":\"a\",\"hello\":\"b\"}",
                            "Content-Type",
                            "application/json"),
                    new Request("GET", "/api/greeting/failure", ""),
                    new Request("GET", "/api/greeting/refusal", ""),
                    new Request("GET", "/api/greeting/conflict", ""),
                    new Request("GET", "/api/greeting/empty", ""),
                    new Request("GET", "/api/missing", ""),
                    new Request("GET", "/api/locker", ""));

    @ParameterizedTest
    @ValueSource(strings = {"host", "absolute"})
    void theHostAnswersAsItDidBefore(String host) {
        for (String user : List.of("nobody", "alice", "clara")) {
            for (Request request : REQUESTS) {
                assertThat(answer(host, user, request))
                        .as(user + " " + request.method + " " + request.path)
                        .isEqualTo(answer("plain", user, request));
            }
        }
    }

    /** Status, headers and body, but for what differs with every call or application. */
    private static String answer(String host, String user, Request request) {
        Api api = user.equals("nobody") ? in(host) : in(host).as(user);
        Api.Answer answer =
                api.send(
                        request.method,
                        request.path,
                        request.body.isEmpty()
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(request.body),
                        request.headers);
        Map<String, List<String>> headers = new TreeMap<>(answer.http().headers().map());
        headers.keySet().removeAll(List.of("content-length", "date", "last-modified", "etag"));
        return (answer.status() + "\n" + headers + "\n" + answer.body())
                .replace("/" + host + "/", "/application/");
    }

    // ---- what it does not open

    @ParameterizedTest
    @ValueSource(strings = {"host", "absolute"})
    void nothingOfTheAdministratorsOpensToStrangers(String host) {
        for (Api stranger : List.of(in(host), in(host).as("alice"), in(host).as("clara"))) {
            for (String path :
                    List.of(
                            "/admin",
                            "/admin/",
                            "/admin/locks.xhtml",
                            "/admin/%2e%2e/admin/x",
                            "//admin/locks.xhtml",
                            "/login.xhtml",
                            "/sign-in.css")) {
                assertThat(stranger.get(path).status()).as(path).isIn(400, 401, 403, 404);
            }
            assertThat(stranger.get("/api/lock").status()).isIn(401, 403);
            assertThat(stranger.delete("/api/lock?reason=x").status()).isIn(401, 403);
            assertThat(stranger.post("force-release", "{\"docId\":\"a\"}").status()).isIn(401, 403);
        }
    }

    @Test
    void saysWhereItsFragmentWasNotApplied() {
        assertThat(LOG.stream().filter(line -> line.contains("web fragment was not applied")))
                .singleElement()
                .asString()
                .contains("WARNING", "\"/absolute\"");
    }
}
