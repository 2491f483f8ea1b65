package org.doclock.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import java.security.Principal;
import java.util.Optional;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockRoles;

/**
 * Decides who a request comes from: the one place that does. The caller is whoever the
 * application's security says; what a request says of itself may only agree with that, unless a
 * trusted service acts for a user.
 */
@ApplicationScoped
public class Identity {

    @Inject private SecurityContext security;
    @Inject private HttpServletRequest request;

    /** Who wants to change a lock of their own. */
    LockOwner owner(
            Optional<String> userId, Optional<String> username, Optional<String> sessionId) {
        String caller = caller();
        String user = userId.orElse(caller);
        if (user.equals(caller)) {
            return new LockOwner(user, username, sessionId, Optional.empty());
        }
        if (security.isCallerInRole(LockRoles.SERVICE)) {
            return new LockOwner(user, username, sessionId, Optional.of(caller));
        }
        throw ErrorCode.FORBIDDEN.exception(
                "userId is not yours: leave it out, or sign in as that user");
    }

    /** Who only looks. */
    Caller viewer(Optional<String> userId, Optional<String> sessionId) {
        return viewer(owner(userId, Optional.empty(), sessionId));
    }

    /** The same once {@link #owner} has said who it is. Asking for a role is slow. */
    Caller viewer(LockOwner owner) {
        return new Caller(owner, security.isCallerInRole(LockRoles.ADMINISTRATOR));
    }

    /** The administrator who wants to change the locks of others; the role is asked for there. */
    String administrator(Optional<String> adminUserId) {
        String caller = caller();
        if (!adminUserId.orElse(caller).equals(caller)) {
            throw ErrorCode.FORBIDDEN.exception("adminUserId is not yours: leave it out");
        }
        return caller;
    }

    /** What a caller is told who may not do what was asked. */
    WebApplicationException refusal() {
        caller();
        return ErrorCode.FORBIDDEN.exception("This is for administrators (role lock-admin) only");
    }

    /** The name that the caller has signed in with. */
    String caller() {
        return Optional.ofNullable(request.getUserPrincipal())
                .map(Principal::getName)
                .orElseThrow(
                        () ->
                                ErrorCode.UNAUTHENTICATED.exception(
                                        "Sign in, or send HTTP Basic or a bearer token"));
    }
}
