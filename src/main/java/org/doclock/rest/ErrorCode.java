package org.doclock.rest;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Optional;

/** What can go wrong, as clients read it in {@code code}, and the HTTP status that goes with it. */
enum ErrorCode {
    INVALID_REQUEST(400),
    UNAUTHENTICATED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    LOCKED(409),
    NOT_HELD(409),
    TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    TOO_MANY_REQUESTS(429),
    INTERNAL_ERROR(500),
    STORE_UNAVAILABLE(503);

    private final int status;

    ErrorCode(int status) {
        this.status = status;
    }

    static Optional<ErrorCode> ofStatus(int status) {
        return Arrays.stream(values()).filter(code -> code.status == status).findFirst();
    }

    Response response(ErrorAnswer answer) {
        Response.ResponseBuilder response =
                Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(answer);
        if (this == STORE_UNAVAILABLE) {
            response.header("Retry-After", 1);
        }
        return response.build();
    }

    /** JAX-RS answers with the entity of such an exception as it is, and asks no mapper. */
    WebApplicationException exception(String message) {
        return exception(ErrorAnswer.of(this, message));
    }

    WebApplicationException exception(ErrorAnswer answer) {
        return new WebApplicationException(response(answer));
    }
}
