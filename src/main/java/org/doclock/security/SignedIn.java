package org.doclock.security;

import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.Optional;
import java.util.Set;

/** Who signed in on the sign-in page; kept in the session, which ends with it. */
record SignedIn(String name, Set<String> groups) implements Serializable {

    private static final String ATTRIBUTE = SignedIn.class.getName();

    SignedIn {
        groups = Set.copyOf(groups);
    }

    /** Begins a session of its own: an id from before the sign-in is worth nothing after it. */
    static void begin(HttpServletRequest request, CredentialValidationResult caller) {
        HttpSession session = request.getSession();
        request.changeSessionId();
        session.setAttribute(
                ATTRIBUTE,
                new SignedIn(caller.getCallerPrincipal().getName(), caller.getCallerGroups()));
    }

    static Optional<SignedIn> of(HttpServletRequest request) {
        if (request.isRequestedSessionIdFromURL()) {
            // It may stand in a link that somebody else made, and in every log.
            return Optional.empty();
        }
        return Optional.ofNullable(request.getSession(false))
                .map(session -> (SignedIn) session.getAttribute(ATTRIBUTE));
    }
}
