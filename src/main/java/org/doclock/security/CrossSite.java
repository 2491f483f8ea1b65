package org.doclock.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Set;

/**
 * Tells requests that a page of another site may have made with the session cookie of its reader
 * (OWASP's Cross-Site Request Forgery Prevention Cheat Sheet, "Verifying origin").
 */
final class CrossSite {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private CrossSite() {}

    /** Whether a form was not sent by a page of our own: by a link, or from elsewhere. */
    static boolean mayBeForm(HttpServletRequest request) {
        return !request.getMethod().equals("POST") || mayBe(request);
    }

    /** Whether a write does not prove that it comes from a page of our own. */
    static boolean mayBe(HttpServletRequest request) {
        if (READING.contains(request.getMethod())) {
            return false;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin");
        }
        String origin = request.getHeader("Origin");
        return origin == null || !isOwn(origin, request);
    }

    /** The scheme is left out: behind a proxy that ends TLS it is not the one that browsers see. */
    private static boolean isOwn(String origin, HttpServletRequest request) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null && authority.equalsIgnoreCase(request.getHeader("Host"));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
