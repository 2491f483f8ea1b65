package org.doclock.security;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.doclock.Api;

/**
 * As much of a browser as the pages need: it keeps the session's cookie and says where it comes
 * from.
 */
public final class Browser {

    private final URI server;
    private final Api api;
    private Optional<String> cookie = Optional.empty();

    public Browser(URI server) {
        this.server = server;
        this.api = Api.anonymous(server);
    }

    /** Fills in the sign-in page; the answer is a redirect if it was right. */
    public Api.Answer signIn(String name, String password, String... headers) {
        String form =
                "form=form&form:name="
                        + encode(name)
                        + "&form:password="
                        + encode(password)
                        + "&form:to=&form:submit=Sign+in&jakarta.faces.ViewState=stateless";
        return submit(form, headers);
    }

    public Api.Answer signOut() {
        return submit("signedIn=signedIn&signedIn:signOut=x&jakarta.faces.ViewState=stateless");
    }

    public Api.Answer get(String path) {
        return send("GET", path, "", List.of());
    }

    /** What fetch sends from a page of this server. */
    public Api.Answer fetch(String path, String json) {
        return send(
                "POST",
                path,
                json,
                List.of(
                        "Content-Type",
                        "application/json",
                        "Origin",
                        server.toString(),
                        "Sec-Fetch-Site",
                        "same-origin"));
    }

    public Api.Answer send(String method, String path, String body, List<String> headers) {
        List<String> all = new ArrayList<>(headers);
        cookie.ifPresent(value -> all.addAll(List.of("Cookie", value)));
        Api.Answer answer =
                api.send(method, path, BodyPublishers.ofString(body), all.toArray(String[]::new));
        answer.http().headers().allValues("Set-Cookie").stream()
                .filter(value -> value.startsWith("DOCLOCK="))
                .forEach(value -> cookie = Optional.of(value.replaceFirst(";.*", "")));
        return answer;
    }

    public Optional<String> cookie() {
        return cookie;
    }

    public void setCookie(String value) {
        cookie = Optional.of(value);
    }

    private Api.Answer submit(String form, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (headers.length == 0) {
            all.addAll(List.of("Origin", server.toString()));
        }
        all.addAll(List.of("Content-Type", "application/x-www-form-urlencoded"));
        return send("POST", "/login.xhtml", form, all);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
