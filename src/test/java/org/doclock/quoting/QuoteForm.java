package org.doclock.quoting;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * A quote as somebody has edited it.
 *
 * @param version of the content that was edited
 * @param lines one that is not among them stays as it is
 */
public record QuoteForm(
        @NotNull Long version,
        @NotBlank @Size(max = 120) String title,
        @NotBlank @Size(max = 120) String customer,
        @NotNull List<@NotNull @Valid LineForm> lines) {}
