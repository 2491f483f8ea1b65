package org.doclock.quoting;

/** What was asked is against the rules of quotes, such as changing an approved one. */
public final class QuoteRuleException extends QuotingException {

    private static final long serialVersionUID = 1L;

    QuoteRuleException(String message) {
        super(message);
    }
}
