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
import java.text.MessageFormat;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import org.doclock.locking.StoreUnavailableException;

/** The sign-in page. */
@Named
@RequestScoped
public class SignIn {

    private static final List<Locale> SPOKEN = List.of(Locale.ENGLISH, Locale.GERMAN);

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
                say("wrong");
            }
        } catch (TooManyAttemptsException e) {
            say("tooMany", e.waitSeconds());
            faces.getExternalContext().setResponseStatus(429);
            faces.getExternalContext()
                    .setResponseHeader("Retry-After", Long.toString(e.waitSeconds()));
        } catch (StoreUnavailableException e) {
            say("unavailable");
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

    /** English or German, the first that the browser asks for; else English. */
    public Locale getLocale() {
        return Collections.list(request.getLocales()).stream()
                .map(asked -> new Locale(asked.getLanguage()))
                .filter(SPOKEN::contains)
                .findFirst()
                .orElse(Locale.ENGLISH);
    }

    public ResourceBundle getText() {
        return ResourceBundle.getBundle(
                "org.doclock.security.sign-in",
                getLocale(),
                SignIn.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    private void say(String key, Object... values) {
        String text = new MessageFormat(getText().getString(key), getLocale()).format(values);
        faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, text, text));
    }

    /** A path of this application, and no way to another site. */
    private static boolean isOwnPage(String page) {
        return page.matches(
                "(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?(\\?[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*)?");
    }
}
