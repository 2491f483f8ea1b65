package org.doclock.guard.edits;

import jakarta.json.Json;
import jakarta.persistence.OptimisticLockException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Says why a save was refused by the application; what the guard refuses, DocLock answers. */
@Provider
public class EditsErrors implements ExceptionMapper<RuntimeException> {

    private static final Logger LOG = Logger.getLogger(EditsErrors.class.getName());
    private static final String H2_LOCK_TIMEOUT = "HYT00";

    @Override
    public Response toResponse(RuntimeException e) {
        if (e instanceof WebApplicationException answered) {
            return answered.getResponse();
        }
        if (e instanceof StaleFormException || e instanceof OptimisticLockException) {
            return answer(409, "STALE", e);
        }
        if (hasTimedOutInDatabase(e)) {
            return answer(409, "BUSY_IN_METHOD", e);
        }
        LOG.log(Level.SEVERE, "Unexpected", e);
        return answer(500, "UNEXPECTED", e);
    }

    private static boolean hasTimedOutInDatabase(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && H2_LOCK_TIMEOUT.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static Response answer(int status, String code, RuntimeException e) {
        return Response.status(status)
                .entity(
                        Json.createObjectBuilder()
                                .add("code", code)
                                .add("message", String.valueOf(e.getMessage()))
                                .build())
                .type("application/json")
                .build();
    }
}
