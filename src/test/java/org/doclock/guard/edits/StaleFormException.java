package org.doclock.guard.edits;

/** The form was made from a version that is not the present one. */
class StaleFormException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StaleFormException(String message) {
        super(message);
    }
}
