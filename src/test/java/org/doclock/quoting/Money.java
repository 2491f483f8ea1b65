package org.doclock.quoting;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts have two decimals, always: 12.5 and 12.50 are then one value, and print the same. */
final class Money {

    static final BigDecimal ZERO = of(BigDecimal.ZERO);

    private Money() {}

    /**
     * @throws ArithmeticException if there is more than two decimals: nothing is rounded in silence
     */
    static BigDecimal of(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.UNNECESSARY);
    }
}
