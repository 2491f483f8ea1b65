package org.doclock.quoting;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;

/**
 * A quote with everything in it, as it was in the database at one moment.
 *
 * @param version what a change that is based on this has to say
 */
public record QuoteContent(
        long id,
        long version,
        String number,
        String title,
        String customer,
        Quote.Status status,
        BigDecimal total,
        List<Line> lines)
        implements Serializable {

    public record Line(
            long id, String description, int quantity, BigDecimal unitPrice, BigDecimal amount)
            implements Serializable {

        static Line of(QuoteLine line) {
            return new Line(
                    line.id(),
                    line.description(),
                    line.quantity(),
                    line.unitPrice(),
                    line.amount());
        }
    }

    static QuoteContent of(Quote quote) {
        return new QuoteContent(
                quote.id(),
                quote.version(),
                quote.number(),
                quote.title(),
                quote.customer(),
                quote.status(),
                quote.total(),
                quote.lines().stream().map(Line::of).toList());
    }
}
