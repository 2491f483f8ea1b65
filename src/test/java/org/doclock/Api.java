package org.doclock;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** A plain HTTP client of a running server, as any other program would be. */
public final class Api {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI server;
    private final List<String> authorization;

    /** A trusted service, which acts for whomever its requests name. */
    private Api(URI server, List<String> authorization) {
        this.server = server;
        this.authorization = authorization;
    }

    /** A caller who has not signed in. */
    public static Api anonymous(URI server) {
        return new Api(server, List.of());
    }

    /** The caller with this name, which is the password as well, by HTTP Basic. */
    public Api as(String name) {
        return as(name, name);
    }

    public Api as(String name, String password) {
        return withAuthorization("Basic " + base64(name + ":" + password));
    }

    public Api withAuthorization(String value) {
        return new Api(server, List.of("Authorization", value));
    }

    public Api withCookie(String value) {
        return new Api(server, List.of("Cookie", value));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer, its body read as JSON when it is asked for. */
    public record Answer(HttpResponse<String> http) {

        public int status() {
            return http.statusCode();
        }

        public String body() {
            return http.body();
        }

        public JsonObject json() {
            try (JsonReader reader = Json.createReader(new StringReader(http.body()))) {
                return reader.readObject();
            }
        }

        public JsonObject lockInfo() {
            return json().getJsonObject("lockInfo");
        }

        public String code() {
            return json().getString("code", "");
        }
    }

    public Answer post(String operation, String json) {
        return send(
                "POST",
                "/api/lock/" + operation,
                BodyPublishers.ofString(json),
                "Content-Type",
                "application/json");
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    public Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    public Answer send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path))
                        .timeout(Duration.ofSeconds(20))
                        .method(method, body);
        if (!authorization.isEmpty()) {
            request.headers(authorization.toArray(String[]::new));
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
