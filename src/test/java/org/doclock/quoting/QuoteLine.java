package org.doclock.quoting;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import org.doclock.guard.FencedBy;

/** One position of a quote. It is changed through its quote, which knows the rules. */
@Entity
@Table(name = "quote_line")
@FencedBy(Quote.class)
public class QuoteLine {

    @Id
    @GeneratedValue(generator = "quote_line_id")
    @SequenceGenerator(name = "quote_line_id", allocationSize = 1)
    private Long id;

    @ManyToOne(optional = false)
    private Quote quote;

    @Column(nullable = false)
    private int position;

    @Column(nullable = false, length = 200)
    private String description;

    @Column(nullable = false)
    private int quantity;

    @Column(name = "unit_price", nullable = false, precision = 11, scale = 2)
    private BigDecimal unitPrice;

    protected QuoteLine() {}

    QuoteLine(String description, int quantity, BigDecimal unitPrice) {
        change(description, quantity, unitPrice);
    }

    void change(String newDescription, int newQuantity, BigDecimal newUnitPrice) {
        describe(newDescription);
        quantity = newQuantity;
        unitPrice = Money.of(newUnitPrice);
    }

    void describe(String newDescription) {
        description = newDescription;
    }

    void moveTo(Quote newQuote, int newPosition) {
        quote = newQuote;
        position = newPosition;
    }

    public long id() {
        return id;
    }

    public String description() {
        return description;
    }

    public int quantity() {
        return quantity;
    }

    public BigDecimal unitPrice() {
        return unitPrice;
    }

    public BigDecimal amount() {
        return unitPrice.multiply(BigDecimal.valueOf(quantity));
    }
}
