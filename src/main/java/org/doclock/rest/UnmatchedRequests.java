package org.doclock.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;

/**
 * Keeps answers out of every cache, and gives DocLock's shape to the refusals that JAX-RS makes
 * before any resource is reached: no such path, no such method, no such answer. It touches nothing
 * outside DocLock's own path, so that a host application's errors stay as they are.
 */
@Provider
public class UnmatchedRequests implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean ours = isOurs(request);
        if (ours) {
            response.getHeaders().putSingle("Cache-Control", "no-store");
        }
        if (ours && !(response.getEntity() instanceof ErrorAnswer)) {
            ErrorCode.ofStatus(response.getStatus())
                    .ifPresent(
                            code ->
                                    response.setEntity(
                                            ErrorAnswer.of(code, message(code)),
                                            new Annotation[0],
                                            MediaType.APPLICATION_JSON_TYPE));
        }
    }

    static boolean isOurs(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        return path.equals(LockResource.PATH) || path.startsWith(LockResource.PATH + "/");
    }

    private static String message(ErrorCode code) {
        return switch (code) {
            case NOT_FOUND -> "There is nothing at this address: see /openapi for what there is";
            case METHOD_NOT_ALLOWED -> "This address takes other methods: see the Allow header";
            case NOT_ACCEPTABLE -> "The answer is JSON: accept application/json";
            case UNSUPPORTED_MEDIA_TYPE -> "Send the body as Content-Type: application/json";
            default -> "The request was refused: see /openapi for what can be asked";
        };
    }
}
