package org.doclock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.doclock.Api;
import org.doclock.SharedServer;
import org.doclock.security.Browser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * Whoever lacks the role gets nothing from the administrators' pages: in the stand-alone WAR, and
 * in a host that has switched the constraints of the web fragment off, where only the pages and
 * beans themselves stand in the way.
 */
class AdminAccessIT {

    private static final String DOC = "secret-document";

    private static final URI HOST = AdminServer.host();

    private final Jedis look = AdminServer.redis().connect();

    @BeforeEach
    void lock() {
        Api.anonymous(HOST).as("bob").post("acquire", "{\"docId\":\"" + DOC + "\"}");
        assertThat(look.exists("doc-lock:" + DOC)).isTrue();
    }

    @AfterEach
    void close() {
        look.close();
    }

    /** A page that an administrator has open: its cookie and the state of its view. */
    private record OpenPage(String cookie, String viewState) {}

    private static OpenPage openedByAdam(String path) {
        Api adam = Api.anonymous(HOST).as("adam");
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
                                HOST.resolve("/").toString().replaceFirst("/$", "")));
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
                Api.anonymous(HOST),
                Api.anonymous(HOST).as("alice"),
                Api.anonymous(HOST).as("clara"));
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
                act(Api.anonymous(HOST).as("adam"), page.cookie, page.viewState, "prepare");
        assertThat(prepared.status()).isEqualTo(200);
        assertThat(prepared.body()).contains("&#34;total&#34;:1");
        for (String path : AdminPages.all()) {
            assertThat(Api.anonymous(HOST).as("adam").get(path + "?id=" + DOC).status())
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

    // ---- forms that nobody was given

    private static final String AJAX = "&jakarta.faces.partial.ajax=true";

    private static final List<String> FORGED =
            List.of(
                    "",
                    "garbage",
                    "stateless",
                    ":",
                    "1:",
                    ":1",
                    "1:2",
                    "a:b",
                    "-1:-1",
                    "99999999999999999999:1",
                    "1:2:3",
                    "<script>alert(1)</script>",
                    "rO0ABXNyABNqYXZhLnV0aWwuQXJyYXlMaXN0");

    @Test
    void aFormThatNobodyWasGivenIsAnExpiredPageAndNoFaultOfTheServer() {
        Browser anonymous = new Browser(AdminServer.uri());
        Browser alice = new Browser(AdminServer.uri());
        alice.signIn("alice", "alice");
        Browser admin = new Browser(AdminServer.uri());
        admin.signIn("admin", "admin");
        Browser elsewhere = new Browser(AdminServer.uri());
        elsewhere.signIn("admin", "admin");
        List<String> states = new ArrayList<>();
        for (String it : FORGED) {
            states.add("&jakarta.faces.ViewState=" + URLEncoder.encode(it, StandardCharsets.UTF_8));
        }
        states.add("");
        states.add("&jakarta.faces.ViewState=" + viewState(elsewhere, "/admin/locks.xhtml"));
        int before = AdminServer.log().size();
        for (String path : AdminPages.all()) {
            for (String state : states) {
                String form = "signOut=x&acts=acts&start=start" + state;
                for (String ajax : List.of("", AJAX)) {
                    assertThat(post(anonymous, path, form + ajax).status()).isIn(302, 401);
                    assertThat(post(alice, path, form + ajax).status()).isEqualTo(403);
                }
                Api.Answer answer = post(admin, path, form);
                assertThat(answer.status()).as(path + form + answer.body()).isEqualTo(410);
                assertThat(answer.body())
                        .contains("<h1>This page has expired</h1>", "Load again")
                        .doesNotContain("\tat ", "org.doclock");
            }
        }
        assertNoFault(before);
        for (String state : states) {
            assertTellsScript(post(admin, "/admin/locks.xhtml", "start=start" + state + AJAX));
        }
    }

    /** Faces itself tells an administrator's script, and writes it down as a fault. */
    private static void assertTellsScript(Api.Answer answer) {
        boolean told =
                answer.status() == 200 && answer.body().contains("<partial-response><error>");
        assertThat(told || answer.status() == 410).as(answer.body()).isTrue();
        assertThat(answer.body()).doesNotContain("\tat ", "org.doclock");
    }

    @Test
    void aFormOfTheSignInPageThatNobodyWasGivenIsNoFaultOfTheServer() {
        Browser anonymous = new Browser(AdminServer.uri());
        int before = AdminServer.log().size();
        for (String state : FORGED) {
            String form =
                    "form=form&form:submit=x&jakarta.faces.ViewState="
                            + URLEncoder.encode(state, StandardCharsets.UTF_8);
            Api.Answer answer = post(anonymous, "/login.xhtml", form);
            assertThat(answer.status()).as(state + answer.body()).isLessThan(500);
        }
        assertNoFault(before);
    }

    @Test
    void aFormOfAnotherPageIsAnExpiredPageAndNoFaultOfTheServer() {
        Browser admin = new Browser(AdminServer.uri());
        admin.signIn("admin", "admin");
        for (String path : AdminPages.all()) {
            for (String from :
                    List.of(
                            "/admin/locks.xhtml",
                            "/admin/history.xhtml",
                            "/admin/figures.xhtml",
                            "/admin/document.xhtml?id=a")) {
                if (!from.startsWith(path)) {
                    int before = AdminServer.log().size();
                    String form =
                            "acts=acts&start=start&locks_first=x&jakarta.faces.ViewState="
                                    + viewState(admin, from);
                    Api.Answer answer = post(admin, path, form);
                    assertThat(answer.status())
                            .as(from + " to " + path + answer.body())
                            .isIn(200, 410);
                    assertNoFault(before);
                }
            }
        }
    }

    private static String viewState(Browser browser, String path) {
        Matcher state =
                Pattern.compile("ViewState:\\d+\" value=\"([^\"]+)\"")
                        .matcher(browser.get(path).body());
        assertThat(state.find()).as(path).isTrue();
        return state.group(1);
    }

    private static Api.Answer post(Browser browser, String path, String form) {
        return browser.send(
                "POST",
                path,
                form,
                List.of(
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "Accept",
                        "text/html",
                        "Origin",
                        AdminServer.uri().toString()));
    }

    private static void assertNoFault(int before) {
        List<String> log = AdminServer.log();
        assertThat(log.subList(before, log.size()))
                .noneMatch(it -> it.contains("WARNING") || it.contains("SEVERE"));
    }
}
