package org.doclock.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * What the scripts of the pages ask for every moment: whether something changed, and how far a
 * release has come. No view is restored for it.
 */
@Named("statePage")
@RequestScoped
@AdministratorsOnly
public class StatePage {

    private static final int PROBLEMS_SHOWN = 200;

    @Inject private LockListing listing;
    @Inject private Releases releases;
    @Inject private AdminAccess access;
    @Inject private FacesContext faces;

    public void write() throws IOException {
        ExternalContext external = faces.getExternalContext();
        Map<String, String> parameters = external.getRequestParameterMap();
        JsonObjectBuilder state = Json.createObjectBuilder();
        Optional<LockListing.Part> part = listing.count(LockFilter.of(parameters));
        state.add("live", part.isPresent());
        state.add("now", listing.now());
        part.ifPresentOrElse(
                it -> state.add("version", it.version()).add("total", it.total()),
                () -> state.add("found", listing.countFound()));
        releases.find(parameters.getOrDefault("release", ""), access.getCaller())
                .ifPresent(it -> state.add("release", json(it)));
        external.setResponseContentType("application/json");
        external.setResponseCharacterEncoding("UTF-8");
        external.setResponseHeader("Cache-Control", "no-store");
        external.getResponseOutputWriter().write(state.build().toString());
        faces.responseComplete();
    }

    private static JsonObjectBuilder json(Release release) {
        // First, so that nothing is said to be finished with counts of the moment before.
        boolean finished = release.isFinished();
        JsonObjectBuilder counts = Json.createObjectBuilder();
        release.counts().forEach((state, count) -> counts.add(state.name(), count));
        JsonArrayBuilder problems = Json.createArrayBuilder();
        for (Release.Problem it : release.problems(PROBLEMS_SHOWN)) {
            JsonObjectBuilder problem =
                    Json.createObjectBuilder()
                            .add("document", it.documentId())
                            .add("state", it.state().name());
            it.holder().ifPresent(holder -> problem.add("holder", holder));
            problems.add(problem);
        }
        return Json.createObjectBuilder()
                .add("total", release.grants().size())
                .add("finished", finished)
                .add("counts", counts)
                .add("problems", problems);
    }
}
