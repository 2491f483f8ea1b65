package org.doclock.quoting;

import java.math.BigDecimal;

/** A quote as a list shows it. */
public record QuoteSummary(
        long id,
        String number,
        String title,
        String customer,
        Quote.Status status,
        BigDecimal total) {

    static QuoteSummary of(Quote quote) {
        return new QuoteSummary(
                quote.id(),
                quote.number(),
                quote.title(),
                quote.customer(),
                quote.status(),
                quote.total());
    }

    public String documentId() {
        return Quote.PREFIX + id;
    }
}
