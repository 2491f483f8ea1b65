package org.doclock.quoting;

import jakarta.validation.constraints.NotNull;

/**
 * A wish to move all lines of another quote to this one.
 *
 * @param version of the quote that gets the lines
 * @param from the id of the quote that gives them
 * @param fromVersion the version of that one
 */
public record Merge(@NotNull Long version, @NotNull Long from, @NotNull Long fromVersion) {}
