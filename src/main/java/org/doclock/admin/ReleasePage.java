package org.doclock.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doclock.locking.LockLimits;
import org.primefaces.PrimeFaces;

/**
 * The dialog that ends locks: first it fixes which grants are meant, then, once the administrator
 * has confirmed, it ends those and no others.
 */
@Named("releasePage")
@RequestScoped
@AdministratorsOnly
public class ReleasePage {

    private static final int REASON_MAX = 500;

    @Inject private LockListing listing;
    @Inject private Releases releases;
    @Inject private AdminAccess access;
    @Inject private FacesContext faces;

    /** Of the request: {@code scope} (selected, matching, all) and {@code keys}, a line each. */
    public void prepare() {
        List<GrantKey> grants =
                switch (parameter("scope")) {
                    case "matching" -> seen(LockFilter.of(parameters()));
                    case "all" -> seen(LockFilter.NONE);
                    default ->
                            Arrays.stream(parameter("keys").split("\n"))
                                    .map(GrantKey::of)
                                    .flatMap(Optional::stream)
                                    .distinct()
                                    .toList();
                };
        answer(releases.prepare(access.getCaller(), grants));
    }

    /** Of the request: {@code release}, its id, {@code reason}, and {@code grace} in seconds. */
    public void start() {
        Optional<Release> prepared = releases.find(parameter("release"), access.getCaller());
        String address =
                ((HttpServletRequest) faces.getExternalContext().getRequest()).getRemoteAddr();
        ReleaseOrder order = new ReleaseOrder(access.getCaller(), address, reason(), notice());
        boolean begun = prepared.filter(it -> releases.start(it, order)).isPresent();
        PrimeFaces.current().ajax().addCallbackParam("begun", begun);
    }

    /** Of the request: {@code release}: what it left as it was, to try that again. */
    public void prepareAgain() {
        releases.find(parameter("release"), access.getCaller())
                .ifPresent(it -> answer(releases.prepare(access.getCaller(), it.notDone())));
    }

    private static void answer(Release release) {
        PrimeFaces.current().ajax().addCallbackParam("release", release.id());
        PrimeFaces.current().ajax().addCallbackParam("total", release.grants().size());
    }

    private List<GrantKey> seen(LockFilter filter) {
        return listing.find(filter, LockColumn.DOCUMENT, false, 0, Integer.MAX_VALUE).stream()
                .flatMap(part -> part.rows().stream())
                .map(row -> GrantKey.of(row.lock()))
                .toList();
    }

    private Optional<String> reason() {
        String reason = parameter("reason").replaceAll("\\p{Cntrl}", " ").strip();
        return reason.isEmpty()
                ? Optional.empty()
                : Optional.of(reason.substring(0, Math.min(reason.length(), REASON_MAX)));
    }

    private Duration notice() {
        String seconds = parameter("grace");
        return seconds.matches("\\d{1,2}")
                ? Duration.ofSeconds(
                        Math.min(Integer.parseInt(seconds), LockLimits.NOTICE_SECONDS_MAX))
                : Duration.ZERO;
    }

    private String parameter(String name) {
        return parameters().getOrDefault(name, "");
    }

    private Map<String, String> parameters() {
        return faces.getExternalContext().getRequestParameterMap();
    }
}
