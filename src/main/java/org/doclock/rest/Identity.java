package org.doclock.rest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.doclock.locking.LockOwner;

/**
 * Decides who a request comes from: the one place that does. Nobody is authenticated yet, so what a
 * request says of itself is taken as it is, and has to be said wherever something is changed.
 */
@ApplicationScoped
public class Identity {

    /** Who wants to change a lock of their own. */
    LockOwner owner(
            Optional<String> userId, Optional<String> username, Optional<String> sessionId) {
        return new LockOwner(required("userId", userId), username, sessionId);
    }

    /** Who only looks, and may remain unnamed. */
    Caller viewer(Optional<String> userId, Optional<String> sessionId) {
        return new Caller(
                userId.map(user -> new LockOwner(user, Optional.empty(), sessionId)), false);
    }

    /** The administrator who wants to change the locks of others. */
    String administrator(Optional<String> adminUserId) {
        return required("adminUserId", adminUserId);
    }

    /** An administrator who only looks. */
    Caller administratingViewer() {
        return new Caller(Optional.empty(), true);
    }

    private static String required(String field, Optional<String> value) {
        return value.orElseThrow(
                () -> ErrorCode.INVALID_REQUEST.exception(field + " is missing: say who asks"));
    }
}
