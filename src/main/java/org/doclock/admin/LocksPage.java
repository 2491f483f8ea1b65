package org.doclock.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.faces.model.DataModel;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Map;
import java.util.Optional;

/** The page of all locks. Its state is in the browser: the filter comes with every request. */
@Named("locksPage")
@RequestScoped
@AdministratorsOnly
public class LocksPage {

    @Inject private LockListing listing;
    @Inject private FacesContext faces;

    private Optional<LocksModel> model = Optional.empty();

    /** Before the page is built: if nobody has looked for a while, the locks are read meanwhile. */
    public void open() {
        listing.count(LockFilter.NONE);
    }

    public DataModel<LockRow> getRows() {
        if (model.isEmpty()) {
            model = Optional.of(new LocksModel(listing, filter()));
        }
        return model.get();
    }

    /** A field of the filter as the page was asked for it. */
    public String asked(String name) {
        return parameters().getOrDefault(name, "");
    }

    /** How many sessions the row's user has; unknown until every lock was read. */
    public String sessionsOf(LockRow row) {
        int sessions = listing.sessionsOf(row.lock().userId());
        return sessions == 0 ? "…" : Integer.toString(sessions);
    }

    private LockFilter filter() {
        return LockFilter.of(parameters());
    }

    private Map<String, String> parameters() {
        return faces.getExternalContext().getRequestParameterMap();
    }
}
