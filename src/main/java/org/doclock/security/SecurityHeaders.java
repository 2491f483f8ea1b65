package org.doclock.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Tells browsers what pages of the stand-alone WAR may do: load only what is theirs, run no inline
 * script, be framed by nobody (OWASP's HTTP Security Response Headers Cheat Sheet).
 */
public class SecurityHeaders extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src"
                    + " 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        if (!isVersioned(request)) {
            response.setHeader("Cache-Control", isForEverybody(request) ? "no-cache" : "no-store");
        }
        chain.doFilter(request, response);
    }

    /** Scripts and styles of a library whose address has its version: Faces says how long. */
    private static boolean isVersioned(HttpServletRequest request) {
        return request.getServletPath().startsWith("/jakarta.faces.resource/")
                && request.getParameter("v") != null;
    }

    /** The same file for all: kept, and asked whether it is still the same. */
    private static boolean isForEverybody(HttpServletRequest request) {
        String path = request.getServletPath();
        return path.equals("/sign-in.css") || path.startsWith("/doclock/");
    }
}
