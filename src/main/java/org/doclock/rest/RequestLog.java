package org.doclock.rest;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Gives every request of DocLock's resources an id, the caller's own if it is a plain one, says it
 * in the answer and in whatever is logged about the request, and logs each request on one line of
 * JSON where that is asked for (level FINE). It touches nothing outside DocLock's own path.
 */
@Provider
@PreMatching
public class RequestLog implements ContainerRequestFilter, ContainerResponseFilter {

    static final String HEADER = "X-Request-Id";

    /** Where the servlet request keeps the id. */
    static final String ATTRIBUTE = RequestLog.class.getName();

    private static final String BEGIN = ATTRIBUTE + ".begin";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:+/=-]{1,64}");
    private static final Logger LOG = Logger.getLogger(RequestLog.class.getName());

    @Override
    public void filter(ContainerRequestContext request) {
        if (UnmatchedRequests.isOurs(request)) {
            request.setProperty(ATTRIBUTE, id(request.getHeaderString(HEADER)));
            request.setProperty(BEGIN, System.nanoTime());
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Object id = request.getProperty(ATTRIBUTE);
        if (id != null) {
            response.getHeaders().putSingle(HEADER, id);
            LOG.log(Level.FINE, () -> line(request, id.toString(), response.getStatus()));
        }
    }

    private static String id(String sent) {
        return Optional.ofNullable(sent)
                .filter(it -> PLAIN.matcher(it).matches())
                .orElseGet(RequestLog::newId);
    }

    /** It only has to be rare: a secret would come from one generator that all threads wait for. */
    private static String newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static String line(ContainerRequestContext request, String id, int status) {
        JsonObjectBuilder line =
                Json.createObjectBuilder()
                        .add("request", id)
                        .add("method", request.getMethod())
                        .add("path", request.getUriInfo().getPath())
                        .add("status", status)
                        .add("micros", micros(request));
        Optional.ofNullable(request.getSecurityContext().getUserPrincipal())
                .map(Principal::getName)
                .ifPresent(it -> line.add("user", it));
        return line.build().toString();
    }

    private static long micros(ContainerRequestContext request) {
        return (System.nanoTime() - (Long) request.getProperty(BEGIN)) / 1000;
    }
}
