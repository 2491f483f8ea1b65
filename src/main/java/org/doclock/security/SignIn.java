package org.doclock.security;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import org.doclock.locking.StoreUnavailableException;

/** The sign-in page. */
@Named
@RequestScoped
public class SignIn {

    @Inject private PasswordCheck passwords;
    @Inject private FacesContext faces;
    @Inject private HttpServletRequest request;

    private String name = "";
    private String password = "";
    private String to = "";

    public void signIn() throws IOException {
        try {
            // The view keeps no state, so that nobody has a session before signing in: its origin
            // is what tells that the form is ours.
            Optional<CredentialValidationResult> caller =
                    CrossSite.mayBeForm(request)
                            ? Optional.empty()
                            : passwords.check(name, password, request.getRemoteAddr());
            if (caller.isPresent()) {
                SignedIn.begin(request, caller.get());
                redirect(isOwnPage(to) ? to : "/login.xhtml");
            } else {
                say("Name or password is wrong.");
            }
        } catch (TooManyAttemptsException e) {
            say("Too many wrong passwords. Try again in " + e.waitSeconds() + " s.");
            faces.getExternalContext().setResponseStatus(429);
            faces.getExternalContext()
                    .setResponseHeader("Retry-After", Long.toString(e.waitSeconds()));
        } catch (StoreUnavailableException e) {
            say("Nobody can sign in at the moment: Redis does not answer.");
            faces.getExternalContext().setResponseStatus(503);
        }
    }

    public void signOut() throws IOException {
        HttpSession session = request.getSession(false);
        if (session != null && !CrossSite.mayBeForm(request)) {
            session.invalidate();
        }
        redirect("/login.xhtml");
    }

    /** Who is signed in, or an empty text. */
    public String getCaller() {
        return SignedIn.of(request).map(SignedIn::name).orElse("");
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name == null ? "" : name;
    }

    public String getPassword() {
        return "";
    }

    public void setPassword(String password) {
        this.password = password == null ? "" : password;
    }

    /** The page that asked for the sign-in. */
    public String getTo() {
        return to;
    }

    public void setTo(String to) {
        this.to = to == null ? "" : to;
    }

    private void redirect(String page) throws IOException {
        faces.getExternalContext().redirect(request.getContextPath() + page);
    }

    private void say(String text) {
        faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, text, text));
    }

    /** A path of this application, and no way to another site. */
    private static boolean isOwnPage(String page) {
        return page.matches(
                "(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?(\\?[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*)?");
    }
}
