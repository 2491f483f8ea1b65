package org.doclock.quoting;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.doclock.guard.FencedDocument;

/** What a customer is offered at what price. It is the document that DocLock guards. */
@Entity
@FencedDocument(prefix = Quote.PREFIX)
public class Quote {

    /** Of the document's id: {@code quote-7} is the quote with the id 7. */
    public static final String PREFIX = "quote-";

    /** Only a draft can be changed. */
    public enum Status {
        DRAFT,
        APPROVED,
        MERGED;

        public String label() {
            return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }
    }

    @Id
    @GeneratedValue(generator = "quote_id")
    @SequenceGenerator(name = "quote_id", allocationSize = 1)
    private Long id;

    @Version private long version;

    /** DocLock's: an entity that wrote it would bring an older one back. */
    @Column(
            nullable = false,
            insertable = false,
            updatable = false,
            columnDefinition = "BIGINT DEFAULT 0 NOT NULL")
    private long fence;

    @Column(nullable = false, unique = true, length = 20)
    private String number;

    @Column(nullable = false, length = 120)
    private String title;

    @Column(nullable = false, length = 120)
    private String customer;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, length = 10)
    private Status status = Status.DRAFT;

    @Column(nullable = false, precision = 19, scale = 2)
    private BigDecimal total = Money.ZERO;

    @OneToMany(mappedBy = "quote", cascade = CascadeType.ALL)
    @OrderBy("position")
    private List<QuoteLine> lines = new ArrayList<>();

    protected Quote() {}

    public Quote(String number, String title, String customer) {
        this.number = number;
        this.title = title;
        this.customer = customer;
    }

    public void rename(String newTitle, String newCustomer) {
        requireDraft();
        title = newTitle;
        customer = newCustomer;
    }

    public void add(String description, int quantity, BigDecimal unitPrice) {
        requireDraft();
        append(new QuoteLine(description, quantity, unitPrice));
        addUp();
    }

    public void changeLine(long lineId, String description, int quantity, BigDecimal unitPrice) {
        requireDraft();
        line(lineId).change(description, quantity, unitPrice);
        addUp();
    }

    /** Changes the row of the line only: neither this row nor the total. */
    public void describeLine(long lineId, String description) {
        requireDraft();
        line(lineId).describe(description);
    }

    public void approve() {
        requireDraft();
        if (lines.isEmpty()) {
            throw new QuoteRuleException(number + " has no lines: there is nothing to approve");
        }
        status = Status.APPROVED;
    }

    /** Moves every line of this quote to another one, which ends this one. */
    public void mergeInto(Quote other) {
        requireDraft();
        other.requireDraft();
        if (other == this) {
            throw new QuoteRuleException("A quote cannot be merged with itself");
        }
        lines.forEach(other::append);
        other.addUp();
        lines.clear();
        addUp();
        status = Status.MERGED;
    }

    public void requireDraft() {
        if (status != Status.DRAFT) {
            throw new QuoteRuleException(
                    number
                            + " is "
                            + status.label().toLowerCase(Locale.ROOT)
                            + ": only drafts are changed");
        }
    }

    private void append(QuoteLine line) {
        line.moveTo(this, lines.size());
        lines.add(line);
    }

    private QuoteLine line(long lineId) {
        return lines.stream()
                .filter(line -> line.id() == lineId)
                .findAny()
                .orElseThrow(() -> new UnknownQuoteException(number + " has no line " + lineId));
    }

    private void addUp() {
        total = lines.stream().map(QuoteLine::amount).reduce(Money.ZERO, BigDecimal::add);
    }

    public long id() {
        return id;
    }

    public long version() {
        return version;
    }

    public String number() {
        return number;
    }

    public String title() {
        return title;
    }

    public String customer() {
        return customer;
    }

    public Status status() {
        return status;
    }

    public BigDecimal total() {
        return total;
    }

    public List<QuoteLine> lines() {
        return List.copyOf(lines);
    }
}
