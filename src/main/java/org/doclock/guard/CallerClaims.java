package org.doclock.guard;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;
import org.doclock.locking.LockOwner;

/**
 * Tells who calls a guarded method, where the call does not say so itself. An application that
 * knows better replaces this bean by a subclass with {@code @Specializes} or as an
 * {@code @Alternative} with a priority.
 *
 * <p>By default it is the caller that Jakarta Security knows, in the editing session that the
 * header {@value #SESSION_HEADER} of the request names, with the grants that {@value #TOKEN_HEADER}
 * shows. A Faces form, which can send no headers, has them as fields of the same names; they count
 * where the request has neither header. Outside a request there is no caller: an asynchronous
 * method or a job has to be told.
 */
@ApplicationScoped
public class CallerClaims {

    /** Names the editing session, such as a browser tab. */
    public static final String SESSION_HEADER = "X-Lock-Session";

    /**
     * Shows the tokens of grants: {@code quote-7=1764000000000000}, several with commas between
     * them or in several headers; ids are URL-encoded.
     */
    public static final String TOKEN_HEADER = "X-Lock-Token";

    @Inject private SecurityContext security;
    @Inject private HttpServletRequest request;

    /**
     * @return empty if nobody has signed in, or there is no request to read
     * @throws org.doclock.locking.InvalidLockRequestException if a header or field cannot be read
     */
    public Optional<LockClaim> current() {
        if (!isInRequest()) {
            return Optional.empty();
        }
        return Optional.ofNullable(security.getCallerPrincipal())
                .map(Principal::getName)
                .map(user -> claimOf(LockOwner.of(user), ShownGrants.of(request)));
    }

    private static LockClaim claimOf(LockOwner user, ShownGrants shown) {
        return new LockClaim(
                shown.session().map(user::inSession).orElse(user),
                TokenHeader.read(shown.tokens()));
    }

    /** CDI has no way to ask: outside a request, its proxy of one throws. */
    private boolean isInRequest() {
        try {
            return request.getMethod() != null;
        } catch (RuntimeException noRequest) {
            return false;
        }
    }
}
