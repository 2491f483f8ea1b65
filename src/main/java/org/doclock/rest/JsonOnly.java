package org.doclock.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/**
 * Refuses a body that does not say it is JSON in UTF-8. {@code @Consumes} alone lets through one
 * that says nothing, and any charset.
 */
@LockApi
@Provider
public class JsonOnly implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getMethod().equals("POST") && !isJson(request.getMediaType())) {
            throw ErrorCode.UNSUPPORTED_MEDIA_TYPE.exception(
                    "Send the body as Content-Type: application/json, in UTF-8");
        }
    }

    private static boolean isJson(MediaType type) {
        return type != null
                && type.isCompatible(MediaType.APPLICATION_JSON_TYPE)
                && !type.isWildcardType()
                && !type.isWildcardSubtype()
                && type.getParameters()
                        .getOrDefault(MediaType.CHARSET_PARAMETER, "utf-8")
                        .equalsIgnoreCase("utf-8");
    }
}
