package org.doclock.quoting;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * A new text for a line.
 *
 * @param version of the quote that was read before
 */
public record LineChange(@NotNull Long version, @NotBlank @Size(max = 200) String description) {}
