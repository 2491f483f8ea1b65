package org.doclock.quoting;

import java.io.Serializable;
import java.util.List;

/** The fields of the page while somebody types in them. {@link QuoteForm} is what comes out. */
public class EditedQuote implements Serializable {

    private static final long serialVersionUID = 1L;

    private final List<EditedLine> lines;
    private long version;
    private String title;
    private String customer;

    EditedQuote(QuoteContent quote) {
        version = quote.version();
        title = quote.title();
        customer = quote.customer();
        lines = quote.lines().stream().map(EditedLine::new).toList();
    }

    QuoteForm form() {
        return new QuoteForm(
                version, title, customer, lines.stream().map(EditedLine::form).toList());
    }

    /** Of the quote that the page shows: it travels with the form. */
    public long getVersion() {
        return version;
    }

    public void setVersion(long version) {
        this.version = version;
    }

    public List<EditedLine> getLines() {
        return lines;
    }

    public String getTitle() {
        return title;
    }

    public void setTitle(String title) {
        this.title = title;
    }

    public String getCustomer() {
        return customer;
    }

    public void setCustomer(String customer) {
        this.customer = customer;
    }
}
