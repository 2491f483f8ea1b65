package org.doclock.guard;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import org.doclock.Api;
import org.doclock.Api.Answer;
import org.doclock.guard.edits.Content;
import org.doclock.guard.edits.State;
import org.doclock.guard.edits.Variant;

/** Sheets of one variant, as one editing session of one user reaches them over HTTP. */
final class SheetClient {

    private final Api api;
    private final String session;
    private final Variant variant;

    SheetClient(URI server, String bearerToken, String session, Variant variant) {
        this.api = Api.anonymous(server).withAuthorization("Bearer " + bearerToken);
        this.session = session;
        this.variant = variant;
    }

    Variant variant() {
        return variant;
    }

    long create() {
        return post("", 0, "").json().getJsonNumber("id").longValueExact();
    }

    /** The sheet as it is, for whoever only looks. */
    State look(long sheet) {
        return State.of(api.get(path(sheet)).json());
    }

    /**
     * Takes the lock for half a minute, and reads nothing.
     *
     * @param more fields of the request, each with its leading comma
     */
    long grant(long sheet, String more) {
        String request =
                "{\"docId\":\"%s\",\"sessionId\":\"%s\",\"ttl\":30%s}"
                        .formatted(variant.documentId(sheet), session, more);
        return api.post("acquire", request).lockInfo().getJsonNumber("token").longValueExact();
    }

    /**
     * @param query of the request, such as {@code ?after-check=100}
     */
    Answer begin(long sheet, String query) {
        return post("/" + sheet + "/begin" + query, 0, "");
    }

    /** Saves, made from what was read, under the token that it was read with. */
    Answer save(long sheet, State read, Content content, String saveId, String query) {
        return save(sheet, read, read.token(), content, saveId, query);
    }

    Answer save(long sheet, State read, long token, Content content, String saveId, String query) {
        String form =
                Json.createObjectBuilder()
                        .add("saveId", saveId)
                        .add("baseVersion", read.version())
                        .add("base", read.content().text())
                        .add("content", content.text())
                        .build()
                        .toString();
        return api.send(
                "POST",
                path(sheet) + "/save" + query,
                BodyPublishers.ofString(form),
                "Content-Type",
                "application/json",
                CallerClaims.SESSION_HEADER,
                session,
                CallerClaims.TOKEN_HEADER,
                variant.documentId(sheet) + "=" + token);
    }

    /** Everything that was read and saved under a grant, in order. */
    JsonArray history(long sheet) {
        String body = api.get(path(sheet) + "/history").body();
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readArray();
        }
    }

    void putFenceAhead(long sheet) {
        post("/" + sheet + "/fence-ahead", 0, "");
    }

    Answer handOver(long sheet, long token, String user, String newSession) {
        return post(
                "/" + sheet + "/hand-over?to=" + user + "&session=" + newSession,
                token,
                variant.documentId(sheet));
    }

    boolean isReached(String gate) {
        return Boolean.parseBoolean(api.get("/api/edits/gates/" + gate + "/reached").body());
    }

    void open(String gate) {
        api.send("POST", "/api/edits/gates/" + gate + "/open", BodyPublishers.noBody());
    }

    private String path(long sheet) {
        return "/api/edits/" + variant.path() + "/" + sheet;
    }

    private Answer post(String path, long token, String documentId) {
        return api.send(
                "POST",
                "/api/edits/" + variant.path() + path,
                BodyPublishers.noBody(),
                CallerClaims.SESSION_HEADER,
                session,
                CallerClaims.TOKEN_HEADER,
                documentId.isEmpty() ? "none=0" : documentId + "=" + token);
    }
}
