package org.doclock.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.ComponentSystemEvent;
import jakarta.faces.event.PhaseEvent;
import jakarta.faces.event.PhaseId;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.security.enterprise.SecurityContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Optional;
import org.doclock.locking.LockRoles;

/**
 * Who may see the administrators' pages. The pages' template asks before every phase of a request,
 * before a page is rendered, and around all that it shows: each of these alone keeps strangers out.
 */
@Named("adminAccess")
@RequestScoped
public class AdminAccess {

    private static final String FIRST_PAGE = "/admin/locks.xhtml";

    @Inject private SecurityContext security;
    @Inject private FacesContext faces;

    /** For {@code f:view}: nothing of the request is acted upon for a stranger. */
    public void beforePhase(PhaseEvent event) {
        ExpiredPages.isRestored((HttpServletRequest) faces.getExternalContext().getRequest());
        if (!turnAway() && event.getPhaseId() == PhaseId.RENDER_RESPONSE) {
            PageScripts.allow(event.getFacesContext());
        }
    }

    /** For {@code f:event}: nothing is rendered for a stranger. */
    public void beforePage(ComponentSystemEvent event) {
        turnAway();
    }

    /** For {@code f:viewAction}, before that of the page. */
    public void beforeAction() {
        turnAway();
    }

    public boolean isGranted() {
        return security.isCallerInRole(LockRoles.ADMINISTRATOR);
    }

    /** Who is signed in; an empty text for nobody. */
    public String getCaller() {
        return Optional.ofNullable(security.getCallerPrincipal())
                .map(Principal::getName)
                .orElse("");
    }

    /** Ends the session; whoever comes back to the page has to sign in. */
    public void signOut() throws IOException, ServletException {
        ExternalContext external = faces.getExternalContext();
        ((HttpServletRequest) external.getRequest()).logout();
        external.invalidateSession();
        external.redirect(external.getRequestContextPath() + FIRST_PAGE);
    }

    private boolean turnAway() {
        if (isGranted()) {
            return false;
        }
        if (!faces.getResponseComplete()) {
            faces.responseComplete();
            refuse(faces.getExternalContext());
        }
        return true;
    }

    /** Whoever is not signed in is asked to, in the way of the application. */
    private void refuse(ExternalContext external) {
        HttpServletResponse response = (HttpServletResponse) external.getResponse();
        try {
            if (getCaller().isEmpty()) {
                ((HttpServletRequest) external.getRequest()).authenticate(response);
            }
            if (!response.isCommitted() && response.getStatus() == HttpServletResponse.SC_OK) {
                response.sendError(HttpServletResponse.SC_FORBIDDEN);
            }
        } catch (IOException | ServletException e) {
            throw new NotAdministratorException();
        }
    }
}
