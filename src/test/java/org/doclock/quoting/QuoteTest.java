package org.doclock.quoting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** The rules of quotes, without a server. */
class QuoteTest {

    private final Quote quote = new Quote("Q-1", "Pumps", "Aldermoor Water");
    private final Quote other = new Quote("Q-2", "Sensors", "Aldermoor Water");

    @Test
    void theTotalIsWhatTheLinesComeTo() {
        quote.add("Pump", 3, new BigDecimal("19.99"));
        quote.add("Travel", 1, new BigDecimal("0.1"));
        assertThat(quote.total()).isEqualTo(new BigDecimal("60.07"));
        assertThat(quote.lines().get(0).amount()).isEqualByComparingTo("59.97");
    }

    @Test
    void aQuoteWithoutLinesComesToNothing() {
        assertThat(quote.total()).isEqualTo(new BigDecimal("0.00"));
    }

    @Test
    void noAmountIsRoundedInSilence() {
        assertThatThrownBy(() -> quote.add("Pump", 1, new BigDecimal("0.001")))
                .isInstanceOf(ArithmeticException.class);
        assertThat(quote.lines()).isEmpty();
    }

    @Test
    void aMergedQuoteGivesAllItsLinesInTheirOrder() {
        quote.add("Pump", 1, BigDecimal.TEN);
        other.add("Sensor", 2, BigDecimal.ONE);
        other.add("Cable", 1, BigDecimal.ONE);
        other.mergeInto(quote);
        assertThat(quote.lines())
                .extracting(QuoteLine::description)
                .containsExactly("Pump", "Sensor", "Cable");
        assertThat(quote.total()).isEqualByComparingTo("13");
        assertThat(other.lines()).isEmpty();
        assertThat(other.total()).isEqualByComparingTo("0");
        assertThat(other.status()).isEqualTo(Quote.Status.MERGED);
    }

    @Test
    void aQuoteIsNotMergedWithItself() {
        quote.add("Pump", 1, BigDecimal.TEN);
        assertThatThrownBy(() -> quote.mergeInto(quote)).isInstanceOf(QuoteRuleException.class);
        assertThat(quote.lines()).hasSize(1);
        assertThat(quote.status()).isEqualTo(Quote.Status.DRAFT);
    }

    @Test
    void anEmptyQuoteIsNotApproved() {
        assertThatThrownBy(quote::approve).isInstanceOf(QuoteRuleException.class);
        assertThat(quote.status()).isEqualTo(Quote.Status.DRAFT);
    }

    @Test
    void onlyADraftIsChanged() {
        quote.add("Pump", 1, BigDecimal.TEN);
        quote.approve();
        assertThatThrownBy(() -> quote.rename("New", "New")).isInstanceOf(QuoteRuleException.class);
        assertThatThrownBy(() -> quote.add("Pump", 1, BigDecimal.TEN))
                .isInstanceOf(QuoteRuleException.class);
        assertThatThrownBy(() -> quote.mergeInto(other)).isInstanceOf(QuoteRuleException.class);
        assertThatThrownBy(() -> other.mergeInto(quote)).isInstanceOf(QuoteRuleException.class);
        assertThatThrownBy(quote::approve).isInstanceOf(QuoteRuleException.class);
        assertThat(quote.title()).isEqualTo("Pumps");
        assertThat(quote.lines()).hasSize(1);
    }
}
