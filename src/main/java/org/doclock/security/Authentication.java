package org.doclock.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.auth.message.AuthStatus;
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
public class Authentication {

    @Inject private PasswordCheck passwords;
    @Inject private BearerTokens bearerTokens;

    AuthStatus validate(
            HttpServletRequest request, HttpServletResponse response, ContainerLogin login) {
        try {
            return isApi(request) ? api(request, response, login) : page(request, response, login);
        } catch (TooManyAttemptsException e) {
            response.setHeader("Retry-After", Long.toString(e.waitSeconds()));
            return refuse(response, 429);
        } catch (StoreUnavailableException e) {
            response.setHeader("Retry-After", "1");
            return refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    private AuthStatus api(
            HttpServletRequest request, HttpServletResponse response, ContainerLogin login) {
        String header = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
        if (header.isEmpty()) {
            Optional<SignedIn> session = SignedIn.of(request);
            if (session.isEmpty()) {
                return challenge(request, response);
            }
            return CrossSite.mayBe(request)
                    ? refuse(response, HttpServletResponse.SC_FORBIDDEN)
                    : login.of(session.get());
        }
        return caller(header, request).map(login::of).orElseGet(() -> challenge(request, response));
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

    private static AuthStatus page(
            HttpServletRequest request, HttpServletResponse response, ContainerLogin login) {
        Optional<SignedIn> session = SignedIn.of(request);
        if (session.isPresent()) {
            return login.of(session.get());
        }
        if (!login.isNeeded()) {
            return login.ofNobody();
        }
        try {
            response.sendRedirect(request.getContextPath() + "/login.xhtml?to=" + wayBack(request));
            return AuthStatus.SEND_CONTINUE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
    private static AuthStatus challenge(HttpServletRequest request, HttpServletResponse response) {
        boolean browser = request.getHeader("Sec-Fetch-Site") != null;
        response.setHeader(
                "WWW-Authenticate",
                browser
                        ? "Session realm=\"DocLock\""
                        : "Basic realm=\"DocLock\", charset=\"UTF-8\"");
        return refuse(response, HttpServletResponse.SC_UNAUTHORIZED);
    }

    private static AuthStatus refuse(HttpServletResponse response, int status) {
        try {
            response.sendError(status);
            return AuthStatus.SEND_FAILURE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
