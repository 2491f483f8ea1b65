package org.doclock.quoting;

/**
 * What somebody needs who begins to edit.
 *
 * @param quote the content to start from, read after everybody with an older grant was shut out
 * @param token the grant's fencing token, to be shown with every change
 */
public record Editing(QuoteContent quote, long token) {}
