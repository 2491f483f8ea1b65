package org.doclock.quoting;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Requests whose body is not JSON, or has a text where a number belongs: Jersey says 500. */
@Provider
public class UnreadableBodies implements ExceptionMapper<ProcessingException> {

    @Override
    public Response toResponse(ProcessingException unreadable) {
        return QuotingError.response(
                Response.Status.BAD_REQUEST,
                "INVALID_REQUEST",
                "The body cannot be read: it has to be JSON with the fields of this request");
    }
}
