package org.doclock.rest;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** What people see in a browser where something went wrong: a few words, and where to go on. */
record ErrorHtml(String contextPath, String address, Locale locale, String kind) {

    private static final List<Locale> SPOKEN = List.of(Locale.ENGLISH, Locale.GERMAN);
    private static final List<Integer> NAMED = List.of(400, 403, 404, 410, 429, 503);

    static ErrorHtml of(HttpServletRequest request, int status) {
        Locale locale =
                Collections.list(request.getLocales()).stream()
                        .map(asked -> new Locale(asked.getLanguage()))
                        .filter(SPOKEN::contains)
                        .findFirst()
                        .orElse(Locale.ENGLISH);
        String address =
                request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri
                        ? uri
                        : "";
        String named = NAMED.contains(status) ? Integer.toString(status) : "other";
        return new ErrorHtml(request.getContextPath(), address, locale, named);
    }

    String text() {
        ResourceBundle texts =
                ResourceBundle.getBundle(
                        "org.doclock.rest.error",
                        locale,
                        ErrorHtml.class.getClassLoader(),
                        ResourceBundle.Control.getNoFallbackControl(
                                ResourceBundle.Control.FORMAT_PROPERTIES));
        String onward =
                kind.equals("404") || kind.equals("403") || kind.equals("400")
                        ? link("/login.xhtml", texts.getString("start"))
                        : "<a href=\"%s\">%s</a>"
                                .formatted(html(address), texts.getString("again"));
        return """
                <!DOCTYPE html>
                <html lang="%s">
                <head><meta charset="UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s – DocLock</title>
                <link rel="icon" href="%s/doclock/icon.svg"><link rel="stylesheet" href="%s/sign-in.css"></head>
                <body><main><h1>%s</h1><p>%s</p><p>%s</p></main></body>
                </html>
                """
                .formatted(
                        locale.getLanguage(),
                        texts.getString(kind + ".title"),
                        html(contextPath),
                        html(contextPath),
                        texts.getString(kind + ".title"),
                        texts.getString(kind),
                        onward);
    }

    private String link(String page, String text) {
        return "<a href=\"%s\">%s</a>".formatted(html(contextPath + page), text);
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
