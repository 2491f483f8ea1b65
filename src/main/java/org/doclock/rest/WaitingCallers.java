package org.doclock.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.doclock.events.LockWait;

/**
 * Answers callers who wait for a lock, and notices those who went away: nothing in the servlet
 * container or in JAX-RS tells of them before something is written. So a grant is written in three
 * parts. The machine of one who went away refuses the first; the second finds the connection
 * broken; the third says so.
 */
@ApplicationScoped
public class WaitingCallers {

    /**
     * How long the refusal of a part takes to come back, from the caller or the proxy before us.
     */
    private static final Duration THERE_AND_BACK = Duration.ofMillis(40);

    /** JSON may begin with these. */
    private static final int PROBES = 2;

    private static final Logger LOG = Logger.getLogger(WaitingCallers.class.getName());

    @Inject private HttpServletRequest request;

    /** Not where a filter of the host application wants to keep its thread. */
    boolean canWait() {
        return request.isAsyncSupported();
    }

    /** A stage of it, if it is not known yet. */
    Object answer(LockWait waiting, HttpServletResponse response, Caller caller) {
        String id = ErrorBoundary.requestId(request);
        CompletableFuture<Object> answer =
                waiting.result()
                        .handle(
                                (result, failure) ->
                                        failure == null
                                                ? ErrorBoundary.orError(
                                                        () -> LockAnswers.of(result, caller), id)
                                                : ErrorBoundary.error(failure, id))
                        .toCompletableFuture();
        return answer.isDone()
                ? answer.join()
                : answer.thenApply(it -> deliver(it, waiting, response));
    }

    /** What JAX-RS has to do after it is only to end the request. */
    private static Response deliver(Object answer, LockWait waiting, HttpServletResponse to) {
        Response whole = answer instanceof Response it ? it : Response.ok(answer).build();
        try {
            write(whole, to);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.FINE, "Whoever waited for a lock has gone", e);
            waiting.end();
        }
        return Response.ok().build();
    }

    private static void write(Response answer, HttpServletResponse to) throws IOException {
        byte[] json =
                AnswerWriter.toJson((Record) answer.getEntity()).getBytes(StandardCharsets.UTF_8);
        to.setStatus(answer.getStatus());
        to.setContentType(MediaType.APPLICATION_JSON);
        to.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        answer.getStringHeaders()
                .forEach((name, values) -> values.forEach(it -> to.setHeader(name, it)));
        int probes = answer.getStatus() == Response.Status.OK.getStatusCode() ? PROBES : 0;
        to.setContentLength(probes + json.length);
        for (int i = 0; i < probes; i++) {
            to.getOutputStream().write('\n');
            to.flushBuffer();
            LockSupport.parkNanos(THERE_AND_BACK.toNanos());
        }
        to.getOutputStream().write(json);
        to.flushBuffer();
    }
}
