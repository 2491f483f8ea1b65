package org.doclock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.doclock.Api;
import org.doclock.Deployments;
import org.doclock.LeastAccess;
import org.doclock.PayaraProcess;
import org.doclock.RedisProcess;
import org.doclock.SharedServer;
import org.doclock.security.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * Whoever lacks the role gets nothing from the administrators' pages: in the stand-alone WAR, and
 * in a host that has switched the constraints of the web fragment off, where only the pages and
 * beans themselves stand in the way.
 */
class AdminAccessIT {

    private static final String DOC = "secret-document";

    private static RedisProcess redis;
    private static PayaraProcess payara;
    private static Jedis look;
    private static URI host;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start(LeastAccess.redisOptions());
        look = redis.connect();
        payara =
                PayaraProcess.start(
                        Path.of("").toAbsolutePath(),
                        RedisProcess.freePort(),
                        List.of(Deployments.file(Deployments.hostWithAdministration())),
                        Map.of("DOCLOCK_REDIS_URI", LeastAccess.uri(redis.port()).toString()),
                        line -> {});
        host = URI.create(payara.uri() + "/administered");
        Api.anonymous(host).as("bob").post("acquire", "{\"docId\":\"" + DOC + "\"}");
        assertThat(look.exists("doc-lock:" + DOC)).isTrue();
    }

    @AfterAll
    static void stop() {
        payara.close();
        look.close();
        redis.close();
    }

    /** A page that an administrator has open: its cookie and the state of its view. */
    private record OpenPage(String cookie, String viewState) {}

    private static OpenPage openedByAdam(String path) {
        Api adam = Api.anonymous(host).as("adam");
        return Awaitility.await()
                .until(
                        () -> {
                            Api.Answer page = adam.get(path);
                            assertThat(page.status()).as(page.body()).isEqualTo(200);
                            Matcher state =
                                    Pattern.compile("ViewState:\\d+\" value=\"([^\"]+)\"")
                                            .matcher(page.body());
                            Optional<String> cookie =
                                    page.http().headers().firstValue("Set-Cookie");
                            return page.body().contains(DOC) && state.find() && cookie.isPresent()
                                    ? Optional.of(
                                            new OpenPage(
                                                    cookie.get().replaceFirst(";.*", ""),
                                                    state.group(1)))
                                    : Optional.<OpenPage>empty();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Api.Answer act(Api caller, String cookie, String viewState, String act) {
        String form =
                "jakarta.faces.partial.ajax=true&jakarta.faces.source=%1$s&jakarta.faces.partial.execute=%1$s"
                        + "&%1$s=%1$s&acts=acts&scope=all&jakarta.faces.ViewState=%2$s";
        List<String> headers =
                new ArrayList<>(
                        List.of(
                                "Content-Type",
                                "application/x-www-form-urlencoded",
                                "Faces-Request",
                                "partial/ajax",
                                "Origin",
                                host.resolve("/").toString().replaceFirst("/$", "")));
        if (!cookie.isEmpty()) {
            headers.addAll(List.of("Cookie", cookie));
        }
        return caller.send(
                "POST",
                "/admin/locks.xhtml",
                BodyPublishers.ofString(
                        form.formatted(act, URLEncoder.encode(viewState, StandardCharsets.UTF_8))),
                headers.toArray(String[]::new));
    }

    private static List<Api> strangers() {
        return List.of(
                Api.anonymous(host),
                Api.anonymous(host).as("alice"),
                Api.anonymous(host).as("clara"));
    }

    private static void assertNothing(Api.Answer answer, String what) {
        assertThat(answer.status())
                .as(what + "\n" + answer.body())
                .isIn(401, 403, what.startsWith("POST") ? 500 : 403);
        assertThat(answer.body()).as(what).doesNotContain(DOC, "bob", "releaseTitle");
    }

    @Test
    void anAdministratorOfTheHostWorksThere() {
        OpenPage page = openedByAdam("/admin/locks.xhtml");
        Api.Answer prepared =
                act(Api.anonymous(host).as("adam"), page.cookie, page.viewState, "prepare");
        assertThat(prepared.status()).isEqualTo(200);
        assertThat(prepared.body()).contains("&#34;total&#34;:1");
        for (String path : AdminPages.all()) {
            assertThat(Api.anonymous(host).as("adam").get(path + "?id=" + DOC).status())
                    .as(path)
                    .isEqualTo(200);
        }
    }

    @Test
    void strangersGetNothingFromAnyPage() {
        for (Api stranger : strangers()) {
            for (String path : AdminPages.all()) {
                for (String query : List.of("", "?id=" + DOC, "?prefix=s")) {
                    assertNothing(stranger.get(path + query), path + query);
                    // What makes no sense to Faces fails before anybody asks for a role.
                    assertNothing(
                            stranger.send(
                                    "POST",
                                    path + query,
                                    BodyPublishers.ofString("jakarta.faces.ViewState=stateless"),
                                    "Content-Type",
                                    "application/x-www-form-urlencoded"),
                            "POST " + path + query);
                }
            }
        }
    }

    @Test
    void strangersGetNothingWithTheViewOfAnAdministrator() {
        OpenPage page = openedByAdam("/admin/locks.xhtml");
        for (Api stranger : strangers()) {
            for (String act : List.of("prepare", "start", "again", "locks")) {
                // With the cookie, it is the very session and view of the administrator.
                for (String cookie : List.of(page.cookie, "")) {
                    Api.Answer answer = act(stranger, cookie, page.viewState, act);
                    assertThat(answer.body()).as(act).doesNotContain(DOC, "total", "begun");
                    boolean unknownView = answer.body().contains("ViewExpired");
                    assertThat(unknownView || List.of(401, 403).contains(answer.status()))
                            .as(act + answer.status() + answer.body())
                            .isTrue();
                }
            }
        }
        assertThat(look.exists("doc-lock:" + DOC)).isTrue();
    }

    @Test
    void theBeansRefuseByThemselves() {
        List<Class<?>> beans =
                List.of(
                        Address.class,
                        DocumentPage.class,
                        ExportPage.class,
                        FiguresPage.class,
                        HistoryPage.class,
                        LocksPage.class,
                        ReleasePage.class,
                        StatePage.class);
        assertThat(beans).allMatch(it -> it.isAnnotationPresent(AdministratorsOnly.class));
    }

    @Test
    void inTheStandAloneWarNobodyGetsInWithoutTheRole() {
        Browser anonymous = new Browser(SharedServer.uri());
        Browser alice = new Browser(SharedServer.uri());
        alice.signIn("alice", "alice");
        Browser admin = new Browser(SharedServer.uri());
        admin.signIn("admin", "admin");
        Matcher state =
                Pattern.compile("ViewState:\\d+\" value=\"([^\"]+)\"")
                        .matcher(admin.get("/admin/locks.xhtml").body());
        assertThat(state.find()).isTrue();
        List<String> paths = new ArrayList<>(AdminPages.all());
        paths.addAll(List.of("/admin/", "/admin/admin.css", "/admin/locks.js"));
        for (String path : paths) {
            assertThat(anonymous.get(path).http().headers().firstValue("Location").orElseThrow())
                    .contains("/login.xhtml");
            assertThat(alice.get(path).status()).as(path).isEqualTo(403);
            assertThat(
                            alice.send(
                                            "POST",
                                            path,
                                            "prepare=prepare&acts=acts&scope=all&jakarta.faces.ViewState="
                                                    + state.group(1),
                                            List.of(
                                                    "Content-Type",
                                                    "application/x-www-form-urlencoded",
                                                    "Origin",
                                                    SharedServer.uri().toString()))
                                    .status())
                    .as(path)
                    .isEqualTo(403);
        }
    }
}
