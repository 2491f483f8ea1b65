package org.doclock.quoting;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What a caller is told whose request failed, in the shape that DocLock's own errors have. */
public record QuotingError(boolean success, String code, String message) {

    static Response response(Response.Status status, String code, String message) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new QuotingError(false, code, message))
                .build();
    }
}
