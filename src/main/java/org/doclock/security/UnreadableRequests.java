package org.doclock.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.util.Set;

/**
 * Refuses what the server's own parts would choke on. A body with a wish to change to another
 * protocol that was not granted: Grizzly takes it for that protocol's, and whoever reads it waits
 * for 30 s (a granted change, to HTTP/2, never arrives here as HTTP/1). And any other encoding than
 * UTF-8: parameters that do not decode end as a fault of the server's. And forms of pages that come
 * by a link, or name a state where there is none.
 */
public class UnreadableRequests extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final Set<String> PAGE_METHODS = Set.of("GET", "HEAD", "POST");

    /** Even one that says its length is 0 is waited for. */
    private static final Set<String> MAY_HAVE_BODY = Set.of("POST", "PUT", "PATCH");

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (mayHaveBody(request) && wantsAnotherProtocol(request)) {
            response.setHeader("Connection", "close");
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        } else if (!isUtf8(request)) {
            response.sendError(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
        } else if (isPage(request) && !PAGE_METHODS.contains(request.getMethod())) {
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else if (isPage(request) && isFormByGet(request)) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        } else if (isSignInWithState(request)) {
            response.sendError(HttpServletResponse.SC_GONE);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean mayHaveBody(HttpServletRequest request) {
        return MAY_HAVE_BODY.contains(request.getMethod())
                || request.getHeader("Content-Length") != null
                || request.getHeader("Transfer-Encoding") != null;
    }

    private static boolean wantsAnotherProtocol(HttpServletRequest request) {
        return request.getHeader("Upgrade") != null && request.getProtocol().startsWith("HTTP/1");
    }

    private static boolean isPage(HttpServletRequest request) {
        return request.getServletPath().endsWith(".xhtml");
    }

    /** Faces takes one for a form that was sent, and any site can make its reader follow a link. */
    private static boolean isFormByGet(HttpServletRequest request) {
        return !request.getMethod().equals("POST")
                && request.getParameter("jakarta.faces.ViewState") != null;
    }

    /**
     * The sign-in page keeps none: Faces would look for a page that is nobody's, and log a fault.
     */
    private static boolean isSignInWithState(HttpServletRequest request)
            throws UnsupportedEncodingException {
        if (!request.getMethod().equals("POST")
                || !request.getServletPath().equals("/login.xhtml")) {
            return false;
        }
        request.setCharacterEncoding("UTF-8");
        String state = request.getParameter("jakarta.faces.ViewState");
        return state != null && !state.equals("stateless");
    }

    private static boolean isUtf8(HttpServletRequest request) {
        String encoding = request.getCharacterEncoding();
        return encoding == null || encoding.equalsIgnoreCase("UTF-8");
    }
}
