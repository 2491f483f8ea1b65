package org.doclock.host;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers for everything, in a shape of its own. */
@Provider
public class HostErrors implements ExceptionMapper<Throwable> {

    @Override
    public Response toResponse(Throwable thrown) {
        int status =
                thrown instanceof WebApplicationException answer
                        ? answer.getResponse().getStatus()
                        : 500;
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity("{\"oops\":\"" + thrown.getClass().getSimpleName() + "\"}")
                .build();
    }
}
