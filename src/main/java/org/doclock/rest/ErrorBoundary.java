package org.doclock.rest;

import jakarta.annotation.Priority;
import jakarta.ejb.EJBAccessException;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.doclock.locking.AuditAct;
import org.doclock.locking.CallOrigin;
import org.doclock.locking.LockingException;
import org.doclock.locking.LockingService;

/**
 * Turns whatever DocLock's resources throw into an answer of DocLock's shape. An interceptor bound
 * by name rather than an exception mapper, which JAX-RS knows only as global: one for whatever may
 * be thrown would answer for the resources of a host application as well.
 */
@LockApi
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
public class ErrorBoundary {

    private static final Logger LOG = Logger.getLogger(ErrorBoundary.class.getName());

    @Inject private Identity identity;
    @Inject private LockingService locks;
    @Inject private HttpServletRequest request;

    @AroundInvoke
    Object answer(InvocationContext call) {
        return CallOrigin.from(request.getRemoteAddr(), () -> outcome(call));
    }

    private Object outcome(InvocationContext call) {
        try {
            return call.proceed();
        } catch (EJBAccessException e) {
            WebApplicationException refusal = identity.refusal();
            locks.recordRefusal(
                    AuditAct.ADMINISTRATION_REFUSED,
                    identity.caller(),
                    request.getMethod() + " " + request.getRequestURI());
            throw refusal;
        } catch (Exception e) {
            throw new WebApplicationException(error(e, requestId(request)));
        }
    }

    /** For what is answered later, by another thread. */
    static Object orError(Supplier<?> answer, String requestId) {
        try {
            return answer.get();
        } catch (RuntimeException e) {
            return error(e, requestId);
        }
    }

    static String requestId(HttpServletRequest request) {
        return Objects.toString(request.getAttribute(RequestLog.ATTRIBUTE), "without id");
    }

    static Response error(Throwable e, String requestId) {
        if (e instanceof WebApplicationException answered) {
            return answered.getResponse();
        }
        if (e instanceof LockingException refusal) {
            return LockingExceptionMapper.answer(refusal, requestId);
        }
        if (e instanceof TimeoutException) {
            return ErrorCode.STORE_UNAVAILABLE.response(
                    ErrorAnswer.of(ErrorCode.STORE_UNAVAILABLE, "The lock store does not answer"));
        }
        LOG.log(Level.SEVERE, "Unexpected error " + requestId, e);
        return ErrorCode.INTERNAL_ERROR.response(
                ErrorAnswer.of(
                        ErrorCode.INTERNAL_ERROR,
                        "Something went wrong on the server; its log says more under "
                                + requestId));
    }
}
