package org.doclock.quoting;

import jakarta.validation.constraints.NotNull;

/**
 * @param version of the quote that the approver has seen
 */
public record Approval(@NotNull Long version) {}
