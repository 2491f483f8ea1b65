package org.doclock.guard.notes;

import jakarta.ejb.ApplicationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

/** The method's own exception. */
@ApplicationException(rollback = true)
public class Failure extends WebApplicationException {

    private static final long serialVersionUID = 1L;

    Failure() {
        super(Response.status(418).entity("own").build());
    }
}
