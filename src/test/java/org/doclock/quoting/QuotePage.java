package org.doclock.quoting;

import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.doclock.locking.DocumentBusyException;
import org.doclock.locking.DocumentLockedException;
import org.doclock.locking.LockNotHeldException;
import org.doclock.locking.StoreUnavailableException;

/** One quote, to read and to edit. What was typed stays, whatever happens to the lock. */
@Named
@ViewScoped
public class QuotePage implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject private QuoteService quotes;
    @Inject private EditingTab tab;

    private String id = "";
    private QuoteContent quote;
    private EditedQuote edited;
    private boolean lost;
    private boolean changedMeanwhile;
    private String editor = "";

    public void open() {
        if (id.isEmpty()) {
            redirect("quotes.xhtml");
            return;
        }
        try {
            quote = quotes.open(Long.parseLong(id));
            findEditor();
        } catch (UnknownQuoteException | NumberFormatException e) {
            external().setResponseStatus(404);
        }
    }

    /** Begins to edit, or goes on after the lock was lost. */
    public void edit() {
        attempt(() -> begin(tab.begin(quote.id())));
    }

    /** Takes the lock from another tab of the same user. */
    public void editHere() {
        attempt(() -> begin(tab.takeOver(quote.id())));
    }

    public void save() {
        attempt(
                () -> {
                    tab.save(quote.id(), edited.form());
                    leave("Your changes are saved.");
                });
    }

    public void approve() {
        attempt(
                () -> {
                    tab.approve(quote.id(), quote.version());
                    leave("The quote is approved.");
                });
    }

    public void cancel() {
        attempt(
                () -> {
                    tab.giveBack(quote.id());
                    leave("Nothing was changed.");
                });
    }

    private void begin(QuoteContent content) {
        quote = content;
        lost = false;
        editor = "";
        if (edited == null) {
            edited = new EditedQuote(quote);
        }
        changedMeanwhile = edited.rebase(quote.version());
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (DocumentLockedException | LockNotHeldException e) {
            lost = isEditing();
            findEditor();
        } catch (StoreUnavailableException | DocumentBusyException e) {
            say(FacesMessage.SEVERITY_ERROR, "Nothing was changed: please try again in a moment.");
        } catch (ConstraintViolationException e) {
            FacesContext.getCurrentInstance().validationFailed();
            e.getConstraintViolations().forEach(QuotePage::sayAtField);
        } catch (QuotingException e) {
            quote = quotes.open(quote.id());
            changedMeanwhile = isEditing() && edited.rebase(quote.version());
            say(FacesMessage.SEVERITY_ERROR, e.getMessage());
        }
    }

    private void findEditor() {
        try {
            editor = tab.whoElseEdits(quote.id());
        } catch (StoreUnavailableException e) {
            say(FacesMessage.SEVERITY_WARN, "Who edits this quote is not known at the moment.");
        }
    }

    private void leave(String message) {
        say(FacesMessage.SEVERITY_INFO, message);
        external().getFlash().setKeepMessages(true);
        redirect("quote.xhtml?id=" + quote.id());
    }

    private static void redirect(String page) {
        try {
            external().redirect(external().getRequestContextPath() + "/quoting/" + page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(FacesMessage.Severity severity, String text) {
        FacesContext.getCurrentInstance().addMessage(null, new FacesMessage(severity, text, ""));
    }

    /** {@code lines[0].quantity} is the field {@code form:lines:0:quantity}. */
    private static void sayAtField(ConstraintViolation<?> violation) {
        String field = InvalidRequests.field(violation).replaceAll("\\[|]\\.", ":");
        String text = violation.getMessage();
        FacesMessage message = new FacesMessage(FacesMessage.SEVERITY_ERROR, text, text);
        FacesContext.getCurrentInstance().addMessage("form:" + field, message);
    }

    private static ExternalContext external() {
        return FacesContext.getCurrentInstance().getExternalContext();
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }

    public QuoteContent getQuote() {
        return quote;
    }

    public EditedQuote getEdited() {
        return edited;
    }

    public boolean isEditing() {
        return edited != null;
    }

    /** The lock has ended before what was typed could be saved. */
    public boolean isLost() {
        return lost;
    }

    /** Somebody saved something else between two grants of this view. */
    public boolean isChangedMeanwhile() {
        return changedMeanwhile;
    }

    /** Who else edits this quote: a name, "You" for another tab of the same user, or nothing. */
    public String getEditor() {
        return editor;
    }

    public boolean isDraft() {
        return quote.status() == Quote.Status.DRAFT;
    }
}
