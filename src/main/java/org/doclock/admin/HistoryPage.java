package org.doclock.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.doclock.locking.AuditEntry;
import org.doclock.locking.AuditPage;
import org.doclock.locking.AuditQuery;
import org.doclock.locking.LockingException;
import org.doclock.locking.LockingService;

/** The audit trail, the newest first, page by page. */
@Named("historyPage")
@RequestScoped
@AdministratorsOnly
public class HistoryPage {

    private static final int ENTRIES = 100;

    @Inject private LockingService locks;

    private String document = "";
    private String user = "";
    private String cursor = "";
    private AuditPage page = new AuditPage(List.of(), Optional.empty());
    private boolean known;

    public void open() {
        try {
            page =
                    locks.getAuditTrail(
                            new AuditQuery(given(document), given(user), given(cursor), ENTRIES));
            known = true;
        } catch (LockingException unavailableOrNoCursor) {
            known = false;
        }
    }

    public List<AuditEntry> getEntries() {
        return page.entries();
    }

    public boolean isKnown() {
        return known;
    }

    public boolean isFiltered() {
        return !document.isEmpty() || !user.isEmpty();
    }

    /** The address of the next page, without its path; empty at the end of the trail. */
    public String getOlder() {
        return page.cursor().map(next -> query(Map.of("cursor", next))).orElse("");
    }

    /** Whether this is a later page than the first. */
    public boolean isLater() {
        return !cursor.isEmpty();
    }

    public String getNewest() {
        return query(Map.of());
    }

    private String query(Map<String, String> more) {
        return Stream.concat(
                        Map.of("document", document, "user", user).entrySet().stream(),
                        more.entrySet().stream())
                .filter(it -> !it.getValue().isEmpty())
                .sorted(Map.Entry.comparingByKey())
                .map(
                        it ->
                                it.getKey()
                                        + "="
                                        + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "history.xhtml?", ""));
    }

    private static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    public String getDocument() {
        return document;
    }

    public void setDocument(String document) {
        this.document = document == null ? "" : document.strip();
    }

    public String getUser() {
        return user;
    }

    public void setUser(String user) {
        this.user = user == null ? "" : user.strip();
    }

    public String getCursor() {
        return cursor;
    }

    public void setCursor(String cursor) {
        this.cursor = cursor == null ? "" : cursor;
    }
}
