package org.doclock.host.prime;

import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import org.doclock.host.guarded.OfferService;
import org.doclock.locking.LockingException;

/** The host's page of an offer, with components of PrimeFaces. */
@Named
@ViewScoped
public class OfferPage implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject private OfferService offers;

    private long id;
    private String text;

    public void load() {
        attempt(() -> text = offers.begin(id).text());
    }

    public void saveSoFar() {
        attempt(() -> offers.write(id, text));
    }

    public void save() {
        attempt(() -> offers.finish(id, text));
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (LockingException e) {
            FacesContext faces = FacesContext.getCurrentInstance();
            faces.addMessage(null, new FacesMessage(e.getMessage()));
            faces.validationFailed();
        }
    }

    public long getId() {
        return id;
    }

    public void setId(long id) {
        this.id = id;
    }

    public String getText() {
        return text;
    }

    public void setText(String text) {
        this.text = text;
    }
}
