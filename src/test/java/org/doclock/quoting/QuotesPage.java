package org.doclock.quoting;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.security.enterprise.SecurityContext;
import java.util.List;
import java.util.Map;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockingService;
import org.doclock.locking.StoreUnavailableException;

/** The list of all quotes, with who edits which. */
@Named
@RequestScoped
public class QuotesPage {

    @Inject private QuoteService service;
    @Inject private LockingService locks;
    @Inject private SecurityContext security;

    private List<QuoteSummary> quotes;
    private Map<String, DocumentLock> locked = Map.of();
    private boolean locksKnown = true;

    @PostConstruct
    void read() {
        quotes = service.list();
        try {
            locked = locks.getLockInfos(quotes.stream().map(QuoteSummary::documentId).toList());
        } catch (StoreUnavailableException e) {
            locksKnown = false;
        }
    }

    public List<QuoteSummary> getQuotes() {
        return quotes;
    }

    public boolean isLocksKnown() {
        return locksKnown;
    }

    /** Who edits this quote; an empty text if nobody does. */
    public String editor(QuoteSummary quote) {
        DocumentLock lock = locked.get(quote.documentId());
        if (lock == null) {
            return "";
        }
        String caller = security.getCallerPrincipal().getName();
        return lock.userId().equals(caller) ? "You" : lock.holderName();
    }
}
