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

/** One quote, to read and, within {@code doclock:guard}, to edit. */
@Named
@ViewScoped
public class QuotePage implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject private QuoteService quotes;

    private String id = "";
    private QuoteContent quote;
    private EditedQuote edited;

    /** Before the page is shown, and again when somebody else has edited the quote. */
    public void read() {
        try {
            if (!isEditing()) {
                quote = quotes.open(Long.parseLong(id));
            }
        } catch (UnknownQuoteException | NumberFormatException e) {
            external().setResponseStatus(404);
        }
    }

    /** The guard calls it under every new grant: what is edited is read now, and not before. */
    public void edit() {
        attempt(
                () -> {
                    quote = quotes.startEditing(quote.id()).quote();
                    edited = new EditedQuote(quote);
                });
    }

    /** Saves, and goes on editing. */
    public void saveSoFar() {
        attempt(
                () -> {
                    quote = quotes.saveSoFar(quote.id(), edited.form());
                    edited = new EditedQuote(quote);
                    say(FacesMessage.SEVERITY_INFO, "Saved.");
                });
    }

    public void save() {
        attempt(
                () -> {
                    quote = quotes.save(quote.id(), edited.form());
                    edited = null;
                    say(FacesMessage.SEVERITY_INFO, "Your changes are saved.");
                });
    }

    public void approve() {
        attempt(
                () -> {
                    quotes.approve(quote.id(), quote.version());
                    say(FacesMessage.SEVERITY_INFO, "The quote is approved.");
                    external().getFlash().setKeepMessages(true);
                    redirect("quote.xhtml?id=" + quote.id());
                });
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (DocumentLockedException | LockNotHeldException e) {
            refuse(
                    isEditing()
                            ? "Not saved: you are not editing this quote any more."
                            : "Somebody else is editing this quote.");
        } catch (StoreUnavailableException | DocumentBusyException e) {
            refuse("Nothing was changed: please try again in a moment.");
        } catch (QuotingException e) {
            refuse(e.getMessage());
        } catch (ConstraintViolationException e) {
            e.getConstraintViolations().forEach(QuotePage::sayAtField);
            FacesContext.getCurrentInstance().validationFailed();
        }
    }

    /** The guard's script learns by {@code validationFailed} that nothing was done. */
    private static void refuse(String why) {
        say(FacesMessage.SEVERITY_ERROR, why);
        FacesContext.getCurrentInstance().validationFailed();
    }

    private static void say(FacesMessage.Severity severity, String text) {
        FacesContext.getCurrentInstance().addMessage(null, new FacesMessage(severity, text, ""));
    }

    /** {@code lines[0].quantity} is the field {@code guard:form:lines:0:quantity}. */
    private static void sayAtField(ConstraintViolation<?> violation) {
        String field = InvalidRequests.field(violation).replaceAll("\\[|]\\.", ":");
        String text = violation.getMessage();
        FacesMessage message = new FacesMessage(FacesMessage.SEVERITY_ERROR, text, text);
        FacesContext.getCurrentInstance().addMessage("guard:form:" + field, message);
    }

    private static void redirect(String page) {
        try {
            external().redirect(external().getRequestContextPath() + "/quoting/" + page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** Whether a field says what is wrong with it. */
    public boolean isWrong() {
        FacesContext faces = FacesContext.getCurrentInstance();
        return faces.getMessageList().size() > faces.getMessageList(null).size();
    }

    public boolean isDraft() {
        return quote.status() == Quote.Status.DRAFT;
    }

    public String getDocument() {
        return Quote.PREFIX + quote.id();
    }
}
