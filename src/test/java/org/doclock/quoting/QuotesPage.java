package org.doclock.quoting;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.security.enterprise.SecurityContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Who edits this quote as the page is made; its script keeps that up to date. */
    public String badge(QuoteSummary quote) {
        return Optional.ofNullable(locked.get(quote.documentId())).map(this::text).orElse("");
    }

    private String text(DocumentLock lock) {
        boolean own = lock.userId().equals(security.getCallerPrincipal().getName());
        return own ? "you are editing" : lock.holderName() + " is editing";
    }
}
