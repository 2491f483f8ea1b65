package org.doclock.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.doclock.locking.DocumentBusyException;
import org.doclock.locking.DocumentLockedException;
import org.doclock.locking.InvalidLockRequestException;
import org.doclock.locking.LockNotHeldException;
import org.doclock.locking.LockOwnerUnknownException;
import org.doclock.locking.LockingException;
import org.doclock.locking.StoreUnavailableException;

/**
 * What DocLock's exceptions are over HTTP: the one place that says so. As a mapper it answers where
 * a guarded method of a host application's own resource is refused. It takes no exception that is
 * not DocLock's, and by its priority any mapper of the host for one of these goes first.
 */
@Provider
@Priority(Integer.MAX_VALUE)
public class LockingExceptionMapper implements ExceptionMapper<LockingException> {

    static final Map<Class<? extends LockingException>, ErrorCode> CODES =
            Map.of(
                    DocumentLockedException.class, ErrorCode.LOCKED,
                    DocumentBusyException.class, ErrorCode.LOCKED,
                    LockNotHeldException.class, ErrorCode.NOT_HELD,
                    LockOwnerUnknownException.class, ErrorCode.UNAUTHENTICATED,
                    InvalidLockRequestException.class, ErrorCode.INVALID_REQUEST,
                    StoreUnavailableException.class, ErrorCode.STORE_UNAVAILABLE);

    private static final Logger LOG = Logger.getLogger(LockingExceptionMapper.class.getName());

    @Override
    public Response toResponse(LockingException refusal) {
        return answer(refusal, "of the application's");
    }

    /**
     * Where callers are refused at once since nobody answers, that stands in the log already: once.
     */
    static Response answer(LockingException refusal, String requestId) {
        ErrorCode code = CODES.get(refusal.getClass());
        if (code == ErrorCode.STORE_UNAVAILABLE && refusal.getCause() != null) {
            LOG.log(
                    Level.WARNING,
                    () -> "No answer from Redis, request " + requestId + ": " + rootCause(refusal));
        }
        return code.response(ErrorAnswer.of(code, refusal));
    }

    private static String rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }
}
