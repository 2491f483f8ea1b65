package org.doclock.security;

import java.time.Duration;

/** A name or an address has guessed too often, and has to wait before the next attempt. */
class TooManyAttemptsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration wait;

    TooManyAttemptsException(Duration wait) {
        super("Too many attempts to sign in");
        this.wait = wait;
    }

    /** Rounded up: after that many seconds the next attempt is looked at. */
    long waitSeconds() {
        return wait.plusMillis(999).toSeconds();
    }
}
