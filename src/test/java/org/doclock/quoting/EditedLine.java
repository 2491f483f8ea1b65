package org.doclock.quoting;

import java.io.Serializable;
import java.math.BigDecimal;

/** A line of an {@link EditedQuote}. */
public class EditedLine implements Serializable {

    private static final long serialVersionUID = 1L;

    private final long id;
    private String description;
    private Integer quantity;
    private BigDecimal unitPrice;

    EditedLine(QuoteContent.Line line) {
        id = line.id();
        description = line.description();
        quantity = line.quantity();
        unitPrice = line.unitPrice();
    }

    LineForm form() {
        return new LineForm(id, description, quantity, unitPrice);
    }

    public String getDescription() {
        return description;
    }

    public void setDescription(String description) {
        this.description = description;
    }

    public Integer getQuantity() {
        return quantity;
    }

    public void setQuantity(Integer quantity) {
        this.quantity = quantity;
    }

    public BigDecimal getUnitPrice() {
        return unitPrice;
    }

    public void setUnitPrice(BigDecimal unitPrice) {
        this.unitPrice = unitPrice;
    }
}
