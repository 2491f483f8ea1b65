package org.doclock.quoting;

import static jakarta.ws.rs.core.Response.Status.CONFLICT;
import static jakarta.ws.rs.core.Response.Status.NOT_FOUND;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Requests that the quotes refused. What the lock refused, DocLock answers itself. */
@Provider
public class RefusedRequests implements ExceptionMapper<QuotingException> {

    @Override
    public Response toResponse(QuotingException refusal) {
        String message = refusal.getMessage();
        if (refusal instanceof UnknownQuoteException) {
            return QuotingError.response(NOT_FOUND, "NOT_FOUND", message);
        }
        boolean stale = refusal instanceof StaleQuoteException;
        return QuotingError.response(CONFLICT, stale ? "STALE" : "NOT_ALLOWED", message);
    }
}
