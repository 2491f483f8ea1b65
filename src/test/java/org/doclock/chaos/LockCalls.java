package org.doclock.chaos;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.doclock.Api;
import org.doclock.chaos.History.Call;
import org.doclock.chaos.History.Lock;
import org.doclock.chaos.History.Owner;
import org.doclock.chaos.History.Request;

/**
 * Asks any of the servers, and takes down what they answer.
 *
 * @param servers as the owner's user
 * @param administrators the same servers as an administrator
 */
record LockCalls(
        Owner owner,
        List<Api> servers,
        List<Api> administrators,
        Recorder recorder,
        Random random) {

    private static final Set<Integer> REFUSALS = Set.of(404, 409, 429);

    /** Seconds that others have to wait for what was left. */
    private static final int GRACE = 1;

    /**
     * @param how one of those that ask for a grant
     * @param ttl in seconds, or 0 for what the servers are set to
     * @param resumed the token of the last grant, or 0
     */
    Call acquire(Request how, String document, int ttl, long resumed) {
        JsonObjectBuilder body = body(document);
        if (ttl > 0) {
            body.add("ttl", ttl);
        }
        if (resumed > 0) {
            body.add("resumeToken", resumed);
        }
        switch (how) {
            case WAIT -> body.add("wait", 1);
            case TAKE_OVER -> body.add("takeOver", true);
            case NEW_GRANT -> body.add("newGrant", true);
            default -> {}
        }
        return call(how, "acquire", document, resumed, body);
    }

    Call extend(String document, long token) {
        return call(Request.EXTEND, "extend", document, token, body(document).add("token", token));
    }

    Call release(String document, long token) {
        JsonObjectBuilder body = body(document).add("token", token);
        return call(Request.RELEASE, "release", document, token, body);
    }

    Call leave(String document, long token) {
        JsonObjectBuilder body = body(document).add("token", token).add("grace", GRACE);
        return call(Request.LEAVE, "release", document, token, body);
    }

    Call ask(String document) {
        return call(Request.ASK, "request", document, 0, body(document));
    }

    Call handOver(String document, long token, Owner to) {
        JsonObjectBuilder body =
                body(document)
                        .add("token", token)
                        .add("toUserId", to.user())
                        .add("toSessionId", to.session());
        return call(Request.HAND_OVER, "hand-over", document, token, Optional.of(to), body);
    }

    /**
     * @param token of the grant that is meant, or 0 for any
     */
    Call forceRelease(String document, long token) {
        JsonObjectBuilder body = Json.createObjectBuilder().add("docId", document);
        if (token > 0) {
            body.add("token", token);
        }
        return call(Request.FORCE_RELEASE, "force-release", document, token, body);
    }

    private JsonObjectBuilder body(String document) {
        return Json.createObjectBuilder().add("docId", document).add("sessionId", owner.session());
    }

    private Call call(
            Request request, String path, String document, long token, JsonObjectBuilder body) {
        return call(request, path, document, token, Optional.empty(), body);
    }

    private Call call(
            Request request,
            String path,
            String document,
            long token,
            Optional<Owner> to,
            JsonObjectBuilder body) {
        int server = random.nextInt(servers.size());
        List<Api> asked = request == Request.FORCE_RELEASE ? administrators : servers;
        long begin = recorder.now();
        String result = Call.UNKNOWN;
        Optional<Lock> lock = Optional.empty();
        try {
            Api.Answer answer = asked.get(server).post(path, body.build().toString());
            if (answer.status() == 200) {
                result = answer.json().getString("outcome");
                lock = lock(request, answer.json());
            } else if (REFUSALS.contains(answer.status())) {
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
        long end = recorder.now();
        Call call = new Call(owner, server, request, document, token, to, begin, end, result, lock);
        recorder.add(call);
        return call;
    }

    /** The caller's, where the answer is about that. */
    private Optional<Lock> lock(Request request, JsonObject answer) {
        return switch (request) {
            case ASK, HAND_OVER, FORCE_RELEASE -> Optional.empty();
            default -> Optional.ofNullable(answer.getJsonObject("lockInfo")).map(this::lock);
        };
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
