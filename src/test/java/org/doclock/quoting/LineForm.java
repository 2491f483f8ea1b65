package org.doclock.quoting;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;

/** A line of a {@link QuoteForm}. */
public record LineForm(
        @NotNull Long id,
        @NotBlank @Size(max = 200) String description,
        @NotNull @Min(1) @Max(9_999) Integer quantity,
        @NotNull @DecimalMin("0") @Digits(integer = 9, fraction = 2) BigDecimal unitPrice) {}
