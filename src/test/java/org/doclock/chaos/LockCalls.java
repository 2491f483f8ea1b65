package org.doclock.chaos;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.doclock.Api;
import org.doclock.chaos.History.Call;
import org.doclock.chaos.History.Lock;
import org.doclock.chaos.History.Owner;
import org.doclock.chaos.History.Request;

/**
 * Asks any of the servers, and takes down what they answer.
 *
 * @param servers as the owner's user
 */
record LockCalls(Owner owner, List<Api> servers, Recorder recorder, Random random) {

    Call call(Request request, String document, long token, JsonObjectBuilder body) {
        int server = random.nextInt(servers.size());
        long begin = recorder.now();
        String result = Call.UNKNOWN;
        Optional<Lock> lock = Optional.empty();
        try {
            Api.Answer answer = servers.get(server).post(path(request), body.build().toString());
            JsonObject json = answer.json();
            if (answer.status() == 200) {
                result = json.getString("outcome");
                lock = Optional.ofNullable(json.getJsonObject("lockInfo")).map(this::lock);
            } else if (answer.status() == 409) {
                result = answer.code();
            } else if (answer.status() != 503) {
                throw new IllegalStateException(answer.status() + " " + answer.body());
            }
        } catch (IllegalStateException e) {
            if (!(e.getCause() instanceof IOException)) {
                throw e;
            }
            // The server did not answer in time.
        }
        Call call =
                new Call(
                        owner,
                        server,
                        request,
                        document,
                        token,
                        begin,
                        recorder.now(),
                        result,
                        lock);
        recorder.add(call);
        return call;
    }

    private static String path(Request request) {
        return switch (request) {
            case ACQUIRE, TAKE_OVER -> "acquire";
            case EXTEND -> "extend";
            case RELEASE -> "release";
        };
    }

    /** What every request says. */
    JsonObjectBuilder body(String document) {
        return Json.createObjectBuilder().add("docId", document).add("sessionId", owner.session());
    }

    private Lock lock(JsonObject info) {
        return new Lock(
                info.getString("docId"),
                info.getBoolean("mine") ? owner : new Owner(info.getString("userId"), "?"),
                info.containsKey("token") ? info.getJsonNumber("token").longValueExact() : 0,
                info.getJsonNumber("timestamp").longValueExact(),
                info.getJsonNumber("expiresAt").longValueExact());
    }
}
