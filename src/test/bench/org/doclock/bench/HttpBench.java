package org.doclock.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.doclock.Deployments;
import org.doclock.DevUsers;
import org.doclock.PayaraProcess;
import org.doclock.RedisProcess;
import org.doclock.bench.HttpLoad.Requests;
import org.doclock.bench.web.EchoResource;

/** The running WAR: its lock endpoints beside one that only parses and answers JSON. */
final class HttpBench {

    static final String NO_OP = "no-op POST";
    static final String LOCK = "acquire + release";
    static final String STATUS = "status";
    static final List<Integer> CONNECTIONS = List.of(32, 256);
    private static final String AUTHORIZATION =
            "Basic "
                    + Base64.getEncoder()
                            .encodeToString("alice:alice".getBytes(StandardCharsets.UTF_8));
    private static final String BASIC = "Authorization: " + AUTHORIZATION + "\r\n";

    /**
     * One round of one endpoint.
     *
     * @param micros of the server's processor time for each request
     */
    private record Round(HttpLoad.Result result, double micros) {}

    private HttpBench() {}

    static String run(Journal journal) throws IOException {
        Path project = Path.of("").toAbsolutePath();
        try (RedisProcess redis = RedisProcess.start();
                PrintStream log = new PrintStream(Bench.FOLDER.resolve("server.log").toFile())) {
            Map<String, String> environment = DevUsers.environment();
            environment.put("DOCLOCK_REDIS_URI", redis.uri().toString());
            Path war =
                    Deployments.file(
                            Deployments.docLock("bench.war")
                                    .addPackage(EchoResource.class.getPackage()));
            int port = RedisProcess.freePort();
            journal.progress("http: the server starts");
            long begin = System.nanoTime();
            try (PayaraProcess server =
                    PayaraProcess.start(
                            project, port, List.of(war), environment, log::println, options())) {
                double seconds = (System.nanoTime() - begin) / 1e9;
                long atStart = residentMegabytes(server);
                StringBuilder text = new StringBuilder();
                String guard = new GuardBench(server.uri(), AUTHORIZATION).run(journal);
                for (int connections : CONNECTIONS) {
                    text.append(measure(journal, server, port, connections));
                }
                return "\n**http**\n\nReady %.1f s after its start; %d MB resident then, %d MB after the load.\n%s%s"
                        .formatted(seconds, atStart, residentMegabytes(server), text, guard);
            }
        }
    }

    private static List<String> options() {
        String more = System.getProperty("bench.server.options", "");
        return more.isEmpty() ? List.of() : List.of(more.split(" "));
    }

    private static String measure(Journal journal, PayaraProcess server, int port, int connections)
            throws IOException {
        Map<String, Requests> endpoints = endpoints();
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        for (int round = 0; round <= 7; round++) {
            for (Map.Entry<String, Requests> endpoint : endpoints.entrySet()) {
                if (round == 0) {
                    journal.progress(
                            "http: %s, %d connections".formatted(endpoint.getKey(), connections));
                }
                long before = processorMicros(server);
                HttpLoad.Result result =
                        HttpLoad.run(
                                port, connections, round == 0 ? 8000 : 1500, endpoint.getValue());
                if (round > 0) {
                    rounds.computeIfAbsent(endpoint.getKey(), it -> new ArrayList<>())
                            .add(
                                    new Round(
                                            result,
                                            (processorMicros(server) - before)
                                                    / (double) result.count()));
                    journal.add(
                            new Sample(
                                    "http",
                                    "REQUEST",
                                    connections,
                                    endpoint.getKey(),
                                    round,
                                    result.perSecond(),
                                    result.percentile(50),
                                    result.percentile(99),
                                    0,
                                    0));
                }
            }
        }
        return table(connections, rounds);
    }

    private static Map<String, Requests> endpoints() {
        Map<String, Requests> endpoints = new LinkedHashMap<>();
        endpoints.put(
                NO_OP,
                (connection, number) ->
                        HttpLoad.post("/bench/echo", "", body(connection, number / 2)));
        endpoints.put(
                "no-op POST signed in",
                (connection, number) ->
                        HttpLoad.post("/api/echo", BASIC, body(connection, number / 2)));
        endpoints.put(
                LOCK,
                (connection, number) ->
                        number % 2 == 0
                                ? HttpLoad.post(
                                        "/api/lock/acquire", BASIC, body(connection, number / 2))
                                : HttpLoad.post(
                                        "/api/lock/release",
                                        BASIC,
                                        "{\"docId\":\"%s\",\"sessionId\":\"tab-1\"}"
                                                .formatted(id(connection, number / 2))));
        endpoints.put(
                STATUS,
                (connection, number) ->
                        HttpLoad.get("/api/lock/status/" + id(connection, number), BASIC));
        endpoints.put(
                "no-op GET",
                (connection, number) -> HttpLoad.get("/bench/echo/" + id(connection, number), ""));
        return endpoints;
    }

    private static String body(int connection, int number) {
        return "{\"docId\":\"%s\",\"sessionId\":\"tab-1\",\"ttl\":300}"
                .formatted(id(connection, number));
    }

    private static String id(int connection, int number) {
        return "quote-" + (connection + 256 * (number % 390));
    }

    private static String table(int connections, Map<String, List<Round>> rounds) {
        StringBuilder table = new StringBuilder();
        table.append("\n%d connections:\n\n".formatted(connections));
        table.append(
                "| | requests/s | against the no-op POST | server's CPU µs a request | p50 ms | p99 ms | p99.9 ms | 503 |\n");
        table.append("|---|---|---|---|---|---|---|---|\n");
        List<Round> noOp = rounds.get(NO_OP);
        rounds.forEach(
                (name, own) -> {
                    List<Double> ratios = new ArrayList<>();
                    for (int i = 0; i < own.size(); i++) {
                        ratios.add(
                                own.get(i).result().perSecond() / noOp.get(i).result().perSecond());
                    }
                    table.append("| ").append(name).append(" | ");
                    table.append(
                            Spread.of(own.stream().map(it -> it.result().perSecond()).toList())
                                    .text("%,.0f"));
                    table.append(" | ").append(Spread.of(ratios).text("%.2f"));
                    table.append(" | ")
                            .append(
                                    Spread.of(own.stream().map(Round::micros).toList())
                                            .text("%.0f"));
                    for (double percent : new double[] {50, 99, 99.9}) {
                        table.append(" | ")
                                .append(
                                        Spread.of(
                                                        own.stream()
                                                                .map(
                                                                        it ->
                                                                                it.result()
                                                                                                .percentile(
                                                                                                        percent)
                                                                                        / 1000)
                                                                .toList())
                                                .text("%.1f"));
                    }
                    table.append(" | ")
                            .append(own.stream().mapToLong(it -> it.result().busy()).sum())
                            .append(" |\n");
                });
        return table.toString();
    }

    /** Of the kernel's count, in its ticks of 10 ms. */
    private static long processorMicros(PayaraProcess server) throws IOException {
        String line = Files.readString(Path.of("/proc/" + server.pid() + "/stat"));
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10_000;
    }

    private static long residentMegabytes(PayaraProcess server) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.pid() + "/status")).stream()
                .filter(it -> it.startsWith("VmRSS:"))
                .map(it -> Long.parseLong(it.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
