package org.doclock.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a guarded call (HOLD, no transaction) costs beyond the round trip that it makes. */
final class GuardBench {

    private static final int CALLS = 3_000;
    private static final String ID = "quote-guarded";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final String authorization;

    GuardBench(URI server, String authorization) {
        this.server = server;
        this.authorization = authorization;
    }

    String run(Journal journal) throws IOException {
        journal.progress("guard: a guarded call, and only its round trip");
        String granted =
                send(
                        request("/api/lock/acquire")
                                .header("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"docId\":\"%s\",\"sessionId\":\"tab-1\",\"ttl\":3600}"
                                                        .formatted(ID))));
        String token = number(granted, "token");
        List<Double> micros = new ArrayList<>();
        List<Double> bytes = new ArrayList<>();
        List<Double> trips = new ArrayList<>();
        for (int round = 0; round <= 9; round++) {
            String guarded = cost("guarded", token);
            String bare = cost("bare", token);
            if (round > 0) {
                trips.add(Double.parseDouble(number(bare, "micros")));
                micros.add(difference(guarded, bare, "micros"));
                bytes.add(difference(guarded, bare, "bytes"));
            }
        }
        return """

                **guard: a call in mode HOLD, beyond its round trip**

                | | median (least–most of 9 rounds of %,d calls) |
                |---|---|
                | the round trip alone, holdLocks of one, µs | %s |
                | the guard beyond it, µs | %s |
                | the guard beyond it, bytes allocated | %s |
                """
                .formatted(
                        CALLS,
                        Spread.of(trips).text("%.1f"),
                        Spread.of(micros).text("%.1f"),
                        Spread.of(bytes).text("%,.0f"));
    }

    private String cost(String what, String token) throws IOException {
        return send(
                request("/api/guard/%s?id=%s&calls=%d&token=%s".formatted(what, ID, CALLS, token))
                        .header("X-Lock-Session", "tab-1")
                        .header("X-Lock-Token", ID + "=" + token)
                        .GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).header("Authorization", authorization);
    }

    private String send(HttpRequest.Builder request) throws IOException {
        try {
            var response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double difference(String guarded, String bare, String name) {
        return Double.parseDouble(number(guarded, name)) - Double.parseDouble(number(bare, name));
    }

    private static String number(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":([\\d.E+]+)").matcher(json);
        if (!matcher.find()) {
            throw new IllegalStateException("No " + name + " in " + json);
        }
        return matcher.group(1);
    }
}
