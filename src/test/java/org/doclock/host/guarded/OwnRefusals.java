package org.doclock.host.guarded;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.doclock.locking.LockingException;

/** A host that says itself what a refused call is answered with. */
@Provider
public class OwnRefusals implements ExceptionMapper<LockingException> {

    @Override
    public Response toResponse(LockingException refusal) {
        return Response.status(423).entity("in the host's words").type("text/plain").build();
    }
}
