package org.doclock.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.doclock.locking.StoreUnavailableException;

/**
 * Finds out who calls the stand-alone WAR. Below {@code /api}: a bearer token, Basic, or the
 * session of a sign-in page; nobody else gets in. Elsewhere: the session, and the sign-in page for
 * whoever needs one.
 */
@ApplicationScoped
public class Authentication implements HttpAuthenticationMechanism {

    @Inject private PasswordCheck passwords;
    @Inject private BearerTokens bearerTokens;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        try {
            return isApi(request)
                    ? api(request, response, context)
                    : page(request, response, context);
        } catch (TooManyAttemptsException e) {
            response.setHeader("Retry-After", Long.toString(e.waitSeconds()));
            return refuse(response, 429);
        } catch (StoreUnavailableException e) {
            response.setHeader("Retry-After", "1");
            return refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    private AuthenticationStatus api(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        String header = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
        if (header.isEmpty()) {
            Optional<SignedIn> session = SignedIn.of(request);
            if (session.isEmpty()) {
                return challenge(request, response);
            }
            return CrossSite.mayBe(request)
                    ? refuse(response, HttpServletResponse.SC_FORBIDDEN)
                    : context.notifyContainerAboutLogin(
                            session.get().name(), session.get().groups());
        }
        return caller(header, request)
                .map(context::notifyContainerAboutLogin)
                .orElseGet(() -> challenge(request, response));
    }

    private Optional<CredentialValidationResult> caller(
            String authorization, HttpServletRequest request) {
        if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return bearerTokens.verify(authorization.substring(7).trim());
        }
        return BasicCredentials.of(authorization)
                .flatMap(
                        basic ->
                                passwords.checkOften(
                                        basic.name(), basic.password(), request.getRemoteAddr()));
    }

    private static AuthenticationStatus page(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        Optional<SignedIn> session = SignedIn.of(request);
        if (session.isPresent()) {
            return context.notifyContainerAboutLogin(session.get().name(), session.get().groups());
        }
        if (!context.isProtected()) {
            return context.doNothing();
        }
        String contextPath = request.getContextPath();
        return context.redirect(contextPath + "/login.xhtml?to=" + wayBack(request));
    }

    /** The page below the context path, with its query: a link that was sent still leads there. */
    private static String wayBack(HttpServletRequest request) {
        String page = request.getRequestURI().substring(request.getContextPath().length());
        String query = request.getQueryString();
        return URLEncoder.encode(query == null ? page : page + "?" + query, StandardCharsets.UTF_8);
    }

    private static boolean isApi(HttpServletRequest request) {
        return "/api".equals(request.getServletPath());
    }

    /** A browser would open a window of its own on Basic, so its pages are not asked for that. */
    private static AuthenticationStatus challenge(
            HttpServletRequest request, HttpServletResponse response) {
        boolean browser = request.getHeader("Sec-Fetch-Site") != null;
        response.setHeader(
                "WWW-Authenticate",
                browser
                        ? "Session realm=\"DocLock\""
                        : "Basic realm=\"DocLock\", charset=\"UTF-8\"");
        return refuse(response, HttpServletResponse.SC_UNAUTHORIZED);
    }

    private static AuthenticationStatus refuse(HttpServletResponse response, int status) {
        try {
            response.sendError(status);
            return AuthenticationStatus.SEND_FAILURE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
