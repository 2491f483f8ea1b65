package org.doclock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.doclock.Api;
import org.doclock.DevUsers;
import org.doclock.LeastAccess;
import org.doclock.PayaraProcess;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.params.SetParams;

/**
 * 100,000 locks beside 1,000,000 other keys. It takes a minute, so it is not part of the build:
 * {@code mvn -Padmin-scale verify}.
 */
class AdminAtScale {

    private static final int LOCKS = 100_000;
    private static final int OTHER_KEYS = 1_000_000;
    private static final int BATCH = 10_000;
    private static final int TRIES = 30;

    private static RedisProcess redis;
    private static PayaraProcess payara;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start(LeastAccess.redisOptions());
        fill();
        Map<String, String> environment = DevUsers.environment();
        environment.put("DOCLOCK_REDIS_URI", LeastAccess.uri(redis.port()).toString());
        // Over what PayaraProcess asks for, which starts faster and then runs slower.
        environment.put("_JAVA_OPTIONS", "-XX:TieredStopAtLevel=4");
        payara =
                PayaraProcess.start(
                        Path.of("").toAbsolutePath(),
                        RedisProcess.freePort(),
                        List.of(Path.of("target/doclock.war")),
                        environment,
                        line -> {});
    }

    @AfterAll
    static void stop() {
        payara.close();
        redis.close();
    }

    private static void fill() {
        long now = System.currentTimeMillis();
        try (Jedis look = redis.connect()) {
            for (int from = 0; from < OTHER_KEYS; from += BATCH) {
                try (Pipeline pipeline = look.pipelined()) {
                    for (int i = from; i < from + BATCH; i++) {
                        pipeline.set("session:" + i, "x");
                    }
                }
            }
            for (int from = 0; from < LOCKS; from += BATCH) {
                try (Pipeline pipeline = look.pipelined()) {
                    for (int i = from; i < from + BATCH; i++) {
                        pipeline.set(
                                "doc-lock:quote-" + i,
                                text(i, now),
                                SetParams.setParams().px(3_600_000 + i));
                    }
                }
            }
        }
    }

    private static String text(int i, long now) {
        return ("{\"userId\":\"user-%d\",\"sessionId\":\"tab-%d\",\"token\":%d,\"timestamp\":%d,"
                        + "\"username\":\"Anna Berg %d\",\"attempt\":\"ACQUIRED-x\"}")
                .formatted(i % 5000, i % 3, now * 1000 + i, now - i, i % 5000);
    }

    @Test
    void theTableAnswersAtOnceAndLocksAreNotSlowed() {
        try (AdminBrowser browser = AdminBrowser.english(payara.uri())) {
            warmUp(browser);
            long start = System.nanoTime();
            Page page = browser.open("/admin/locks.xhtml");
            page.waitForSelector("#locks_data [data-select]");
            long first = (System.nanoTime() - start) / 1_000_000;
            page.waitForSelector("#live[data-state='on']");
            System.out.printf(
                    "first table after %d ms, every lock known after %d ms, heap with the view %s%n",
                    first, (System.nanoTime() - start) / 1_000_000, heap());

            page.evaluate("performance.setResourceTimingBufferSize(5000)");
            for (boolean changing : List.of(false, true)) {
                AtomicBoolean goOn = new AtomicBoolean(changing);
                Thread others = new Thread(() -> lockMeanwhile(goOn));
                others.start();
                double sort = median(page, "sort");
                double filter = median(page, "filter");
                double turn = median(page, "turn");
                goOn.set(false);
                System.out.printf(
                        "others lock meanwhile: %s; median of sort %.0f, filter %.0f, page %.0f ms%n",
                        changing, sort, filter, turn);
                assertThat(List.of(sort, filter, turn)).allMatch(it -> it < 100);
            }
            List<Double> closed = new ArrayList<>();
            List<Double> open = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                page.navigate("about:blank");
                closed.add(operations());
                browser.openLocks("");
                open.add(operations());
                open.add(operations());
                page.navigate("about:blank");
                closed.add(operations());
            }
            double ratio = middle(open) / middle(closed);
            System.out.printf(
                    "acquire and release: %.2f ms closed, %.2f ms open, ratio %.2f%n",
                    middle(closed), middle(open), ratio);
            assertThat(first).isLessThan(2000);
            assertThat(ratio).isLessThan(1.25);
        }
    }

    /** So that no class is loaded while it is measured, but the view of the locks ends again. */
    private static void warmUp(AdminBrowser browser) {
        browser.open("/admin/history.xhtml");
        System.out.println("heap without the view " + heap());
    }

    private static void lockMeanwhile(AtomicBoolean goOn) {
        Api app = Api.anonymous(payara.uri()).as("app");
        for (int i = 0; goOn.get(); i++) {
            String body = "{\"docId\":\"other-%d\",\"userId\":\"zoe\"}".formatted(i % 500);
            app.post(i % 1000 < 500 ? "acquire" : "release", body);
        }
    }

    /** What the server took for each, as the browser saw it. */
    private static double median(Page page, String kind) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            times.add(((Number) page.evaluate(SCRIPT, List.of(kind, i))).doubleValue());
        }
        return middle(times);
    }

    private static final String SCRIPT =
            """
            ([kind, i]) => new Promise(resolve => {
              const table = PrimeFaces.widgets.locks;
              performance.clearResourceTimings();
              const form = document.getElementById('form');
              const done = () => setTimeout(() => {
                const entry = performance.getEntriesByType('resource').filter(it => it.name.includes('locks.xhtml')).pop();
                resolve(entry.responseEnd - entry.requestStart);
              }, 20);
              jQuery(document).one('pfAjaxComplete', done);
              const rows = table.paginator.cfg.rows;
              if (kind === 'turn') {
                table.paginate({ page: 37 * i, first: 37 * i * rows, rows });
              } else if (kind === 'sort') {
                const headers = [...document.querySelectorAll('th.ui-sortable-column')];
                table.sort(jQuery(headers[i % headers.length]), i % 2 ? 1 : -1);
              } else {
                form.elements.q.value = 'berg ' + i;
                table.paginate({ page: 0, first: 0, rows });
              }
            })
            """;

    /** Milliseconds of one acquire and release over HTTP. */
    private static double operations() {
        Api app = Api.anonymous(payara.uri()).as("app");
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String body = "{\"docId\":\"measured-%d\",\"userId\":\"zoe\"}".formatted(i);
            long start = System.nanoTime();
            app.post("acquire", body);
            app.post("release", body);
            times.add((System.nanoTime() - start) / 1e6);
        }
        return middle(times);
    }

    private static double middle(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    /** Of the server, after a collection. */
    private static String heap() {
        return ProcessHandle.current()
                .children()
                .filter(it -> it.info().commandLine().orElse("").contains("payara-micro"))
                .map(it -> jcmd(it.pid(), "GC.run") + jcmd(it.pid(), "GC.heap_info"))
                .map(it -> it.replaceAll("(?s).*?total (\\d+K), used (\\d+K)", "$2 of $1 |"))
                .findFirst()
                .orElse("unknown");
    }

    private static String jcmd(long pid, String what) {
        try {
            Process process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                            .toString(),
                                    Long.toString(pid),
                                    what)
                            .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "unknown";
        }
    }
}
