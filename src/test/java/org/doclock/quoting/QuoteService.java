package org.doclock.quoting;

import static org.doclock.guard.LockMode.BEGIN;
import static org.doclock.guard.LockMode.FINISH;
import static org.doclock.guard.LockMode.HOLD;
import static org.doclock.guard.LockMode.SCOPED;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Optional;
import org.doclock.guard.DocumentId;
import org.doclock.guard.LockContext;
import org.doclock.guard.RequiresDocumentLock;

/**
 * What can be done with quotes. Every method that changes one is guarded by its lock, and compares
 * the version that the change is based on: the lock and its fence keep stale editors out, the
 * version catches content that was read before the lock was there.
 */
@ApplicationScoped
@Transactional
public class QuoteService {

    @PersistenceContext(unitName = "quoting")
    private EntityManager entityManager;

    @Inject private LockContext lockContext;

    public List<QuoteSummary> list() {
        return entityManager
                .createQuery("SELECT q FROM Quote q ORDER BY q.number", Quote.class)
                .getResultStream()
                .map(QuoteSummary::of)
                .toList();
    }

    /** For reading only: what is to be edited comes from {@link #startEditing}. */
    public QuoteContent open(long id) {
        return QuoteContent.of(find(id));
    }

    @RequiresDocumentLock(BEGIN)
    public Editing startEditing(@DocumentId(prefix = Quote.PREFIX) long id) {
        Quote quote = find(id);
        quote.requireDraft();
        return new Editing(QuoteContent.of(quote), lockContext.lock().token());
    }

    /** One change among several: the caller goes on editing. */
    @RequiresDocumentLock(HOLD)
    public QuoteContent changeLine(
            @DocumentId(prefix = Quote.PREFIX) long id, long lineId, @Valid LineChange change) {
        Quote quote = findForChange(id, change.version());
        quote.describeLine(lineId, change.description());
        return written(quote);
    }

    /** Saves, and goes on editing. */
    @RequiresDocumentLock(HOLD)
    public QuoteContent saveSoFar(
            @DocumentId(prefix = Quote.PREFIX) long id, @Valid QuoteForm form) {
        return write(id, form);
    }

    @RequiresDocumentLock(FINISH)
    public QuoteContent save(@DocumentId(prefix = Quote.PREFIX) long id, @Valid QuoteForm form) {
        return write(id, form);
    }

    /** In one go: nobody edits before it or goes on after it. */
    @RequiresDocumentLock(SCOPED)
    public QuoteContent approve(@DocumentId(prefix = Quote.PREFIX) long id, long version) {
        Quote quote = findForChange(id, version);
        quote.approve();
        return written(quote);
    }

    /**
     * Moves all lines of one quote to another. {@code SCOPED}, since it is done in one go too: both
     * quotes are locked, or neither is and nothing is done. {@code FINISH} would make the caller
     * open both for editing first, only to press one button.
     */
    @RequiresDocumentLock(SCOPED)
    public QuoteContent mergeQuotes(
            @DocumentId(prefix = Quote.PREFIX) long from,
            long fromVersion,
            @DocumentId(prefix = Quote.PREFIX) long into,
            long intoVersion) {
        Quote source = findForChange(from, fromVersion);
        Quote target = findForChange(into, intoVersion);
        source.mergeInto(target);
        return written(target);
    }

    private QuoteContent write(long id, QuoteForm form) {
        Quote quote = findForChange(id, form.version());
        quote.rename(form.title(), form.customer());
        form.lines()
                .forEach(
                        line ->
                                quote.changeLine(
                                        line.id(),
                                        line.description(),
                                        line.quantity(),
                                        line.unitPrice()));
        return written(quote);
    }

    private Quote find(long id) {
        return Optional.ofNullable(entityManager.find(Quote.class, id))
                .orElseThrow(() -> new UnknownQuoteException(id));
    }

    private Quote findForChange(long id, long baseVersion) {
        Quote quote = find(id);
        if (quote.version() != baseVersion) {
            throw new StaleQuoteException(quote.number(), baseVersion, quote.version());
        }
        // A change of a line alone would leave the version of its quote as it was.
        entityManager.lock(quote, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
        return quote;
    }

    private QuoteContent written(Quote quote) {
        entityManager.flush();
        return QuoteContent.of(quote);
    }
}
