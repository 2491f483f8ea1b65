package org.doclock.admin;

import jakarta.faces.application.ViewExpiredException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Answers forms of pages that the server does not know any more, or never knew, with 410. Faces
 * fails at them as if the fault were the server's, and the server's log would be full of whatever
 * people make up.
 */
@WebFilter(filterName = "doclock-expired-pages", urlPatterns = "/admin/*")
public class ExpiredPages extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = Logger.getLogger(ExpiredPages.class.getName());
    private static final String STATE = "jakarta.faces.ViewState";

    /** What fails after that is no matter of the form's state. */
    private static final String RESTORED = ExpiredPages.class.getName();

    /** The page that a form belongs to is there. */
    static void isRestored(HttpServletRequest request) {
        request.setAttribute(RESTORED, true);
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean form = request.getMethod().equals("POST");
        if (form && request.getCharacterEncoding() == null) {
            // As Faces does; but whoever asks for a parameter first decides how all are read.
            request.setCharacterEncoding("UTF-8");
        }
        if (form && !namesAState(request)) {
            response.sendError(HttpServletResponse.SC_GONE);
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            boolean unknown = form && request.getAttribute(RESTORED) == null || isExpired(e);
            if (!unknown || response.isCommitted()) {
                throw e;
            }
            LOG.log(Level.FINE, "A form of a page that is not known", e);
            response.sendError(HttpServletResponse.SC_GONE);
        }
    }

    /** As every form of these pages does; "stateless" is what those of other pages may say. */
    private static boolean namesAState(HttpServletRequest request) {
        String state = request.getParameter(STATE);
        return state != null && !state.equals("stateless");
    }

    private static boolean isExpired(Throwable thrown) {
        return Stream.iterate(thrown, it -> it != null, Throwable::getCause)
                .limit(10)
                .anyMatch(ViewExpiredException.class::isInstance);
    }
}
