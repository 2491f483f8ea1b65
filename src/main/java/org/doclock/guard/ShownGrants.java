package org.doclock.guard;

import jakarta.faces.context.FacesContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doclock.locking.InvalidLockRequestException;

/**
 * What a request says of its editing session and of its grants: in headers, or, where it has none
 * of them, in the fields of a Faces form. Never in both: a header would else be mixed with the
 * fields of a page that is older than it.
 *
 * @param sessions as they were sent
 * @param tokens as they were sent
 */
record ShownGrants(List<String> sessions, List<String> tokens) {

    static ShownGrants of(HttpServletRequest request) {
        ShownGrants headers =
                new ShownGrants(
                        Collections.list(request.getHeaders(CallerClaims.SESSION_HEADER)),
                        Collections.list(request.getHeaders(CallerClaims.TOKEN_HEADER)));
        return headers.isEmpty() && isFacesForm(request)
                ? new ShownGrants(
                        field(request, CallerClaims.SESSION_HEADER),
                        field(request, CallerClaims.TOKEN_HEADER))
                : headers;
    }

    /**
     * @throws InvalidLockRequestException if there are several
     */
    Optional<String> session() {
        if (Set.copyOf(sessions).size() > 1) {
            throw new InvalidLockRequestException(
                    CallerClaims.SESSION_HEADER + " must name one editing session");
        }
        return sessions.isEmpty() ? Optional.empty() : Optional.of(sessions.get(0));
    }

    private boolean isEmpty() {
        return sessions.isEmpty() && tokens.isEmpty();
    }

    /** Faces has read the body already; of anybody else's request it would be taken away. */
    private static boolean isFacesForm(HttpServletRequest request) {
        return request.getMethod().equals("POST") && FacesContext.getCurrentInstance() != null;
    }

    private static List<String> field(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getParameterValues(name))
                .map(List::of)
                .orElse(List.of());
    }
}
