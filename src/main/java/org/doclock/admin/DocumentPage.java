package org.doclock.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.doclock.locking.AuditEntry;
import org.doclock.locking.AuditQuery;
import org.doclock.locking.LockRequest;
import org.doclock.locking.LockingException;
import org.doclock.locking.LockingService;

/** The page of one document: who holds it, who waits, and what happened to it. */
@Named("documentPage")
@RequestScoped
@AdministratorsOnly
public class DocumentPage {

    private static final int ENTRIES = 50;

    @Inject private LockingService locks;
    @Inject private LockListing listing;
    @Inject private Language language;

    private String id = "";
    private Optional<LockRow> row = Optional.empty();
    private List<LockRequest> requests = List.of();
    private List<AuditEntry> history = List.of();
    private boolean known;

    /** Reads everything from Redis; what it does not answer is said to be unknown. */
    public void open() {
        try {
            row = locks.getLockInfo(id).map(listing::row);
            requests = locks.getLockRequests(id);
            history =
                    locks.getAuditTrail(
                                    new AuditQuery(
                                            Optional.of(id),
                                            Optional.empty(),
                                            Optional.empty(),
                                            ENTRIES))
                            .entries();
            known = true;
        } catch (LockingException unavailableOrNoId) {
            known = false;
        }
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id == null ? "" : id;
    }

    /** False if Redis did not answer, or there is no such id. */
    public boolean isKnown() {
        return known;
    }

    public boolean isLocked() {
        return row.isPresent();
    }

    /** Only if it is locked. */
    public LockRow getRow() {
        return row.orElseThrow();
    }

    /** By Redis's clock, epoch milliseconds. */
    public long getNow() {
        return row.filter(it -> !it.isWithoutEnd())
                .map(
                        it ->
                                OptionalLong.of(
                                        it.lock().expiresAt() - it.lock().remaining().toMillis()))
                .orElse(OptionalLong.empty())
                .orElseGet(listing::now);
    }

    /** What is asked before the lock is ended. */
    public String getQuestion() {
        return language.say("whatOne", id, getRow().getHolder());
    }

    public List<LockRequest> getRequests() {
        return requests;
    }

    public List<AuditEntry> getHistory() {
        return history;
    }
}
