package org.doclock.guard;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.doclock.Api;
import org.doclock.SharedServer;
import org.doclock.TestTokens;

/** A client of the small guarded beans; each has one document, of the table that it names. */
final class Notes {

    private static final AtomicLong IDS = new AtomicLong();
    private static final String API = "/notes/api/";

    private final String table;
    private final long id = IDS.incrementAndGet();

    private Notes(String table) {
        this.table = table;
    }

    static Notes create(String table) {
        Notes notes = new Notes(table);
        assertThat(
                        as("alice")
                                .send("PUT", API + "notes/" + table + "/" + notes.id, noBody())
                                .status())
                .isEqualTo(204);
        return notes;
    }

    String documentId() {
        return table + "-" + id;
    }

    long id() {
        return id;
    }

    String key() {
        return "doc-lock:" + documentId();
    }

    /** Takes the lock over REST, in the session in which calls are made. */
    long acquire(String user) {
        return as(user).send(
                        "POST",
                        API + "lock/acquire",
                        BodyPublishers.ofString(
                                "{\"docId\":\"%s\",\"sessionId\":\"tab\"}".formatted(documentId())),
                        "Content-Type",
                        "application/json")
                .lockInfo()
                .getJsonNumber("token")
                .longValueExact();
    }

    /** The status of the answer, and its code where it is DocLock's. */
    String call(String path, OptionalLong token) {
        return call(path, token.isPresent() ? documentId() + "=" + token.getAsLong() : "");
    }

    String call(String path, String tokens) {
        List<String> headers = new ArrayList<>(List.of("X-Lock-Session", "tab"));
        if (!tokens.isEmpty()) {
            headers.addAll(List.of("X-Lock-Token", tokens));
        }
        Api.Answer answer =
                as("alice").send("POST", API + path, noBody(), headers.toArray(String[]::new));
        return answer.body().startsWith("{")
                ? answer.status() + " " + answer.code()
                : Integer.toString(answer.status());
    }

    /** Sends a form without any header of ours. */
    Api.Answer send(String path, String form) {
        return as("alice")
                .send(
                        "POST",
                        API + path,
                        BodyPublishers.ofString(form),
                        "Content-Type",
                        "application/x-www-form-urlencoded");
    }

    String column(String name) {
        Api.Answer answer = as("alice").get(API + "notes/" + table + "/" + id + "/" + name);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    /** By a token, which the server verifies without Redis. */
    private static Api as(String user) {
        return Api.anonymous(SharedServer.uri())
                .withAuthorization("Bearer " + TestTokens.signed(TestTokens.claims(user)));
    }
}
