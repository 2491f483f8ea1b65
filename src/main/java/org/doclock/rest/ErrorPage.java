package org.doclock.rest;

import jakarta.faces.application.ViewExpiredException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Stream;

/**
 * What the stand-alone WAR says where the server itself refuses a request, such as one with a
 * malformed header: below {@code /api} in DocLock's shape, elsewhere in a line of text, or a small
 * page for browsers. The server's own page would name the server, and show the trace of an error.
 * It is mapped in web.xml only: in a library deployment the host's error pages stay.
 */
public class ErrorPage extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Object uri = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        if (uri == null) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        }
        if (response.getStatus() == HttpServletResponse.SC_NOT_IMPLEMENTED) {
            // A method that HttpServlet does not know, such as PATCH on a page: no fault of ours.
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
        if (isExpired(request)) {
            response.setStatus(HttpServletResponse.SC_GONE);
        }
        response.setCharacterEncoding("UTF-8");
        boolean api =
                uri instanceof String path && path.startsWith(request.getContextPath() + "/api/");
        if (!api && isBrowser(request)) {
            response.setContentType("text/html");
            response.getWriter().write(ErrorHtml.of(request, response.getStatus()).text());
            return;
        }
        response.setContentType(api ? "application/json" : "text/plain");
        response.getWriter().write(api ? json(response.getStatus()) : text(response.getStatus()));
    }

    /** Whether the form that was sent is of a page that the server does not know any more. */
    private static boolean isExpired(HttpServletRequest request) {
        Object thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        return thrown instanceof Throwable fault
                && Stream.iterate(fault, it -> it != null, Throwable::getCause)
                        .limit(10)
                        .anyMatch(ViewExpiredException.class::isInstance);
    }

    private static boolean isBrowser(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains("text/html");
    }

    private static String json(int status) {
        ErrorCode code =
                ErrorCode.ofStatus(status)
                        .orElse(
                                status < 500
                                        ? ErrorCode.INVALID_REQUEST
                                        : ErrorCode.INTERNAL_ERROR);
        return AnswerWriter.toJson(ErrorAnswer.of(code, text(status)));
    }

    private static String text(int status) {
        return switch (status) {
            case 400 -> "The request cannot be read: check its address and its headers";
            case 401 -> "Sign in, or send HTTP Basic or a bearer token";
            case 403 -> "This is not for you, or not from a page of another site";
            case 410 -> "This page has expired: load it again";
            case 415 ->
                    "Send everything in UTF-8, and bodies for the API as Content-Type: application/json";
            case 429 -> "Too many wrong passwords: wait as long as Retry-After says";
            case 503 -> "The lock store does not answer: try again in a moment";
            case 404 -> "There is nothing at this address";
            default ->
                    status < 500
                            ? "The request was refused with status " + status
                            : "Something went wrong on the server; its log says more";
        };
    }
}
