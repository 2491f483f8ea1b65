package org.doclock.locking;

import java.util.Optional;

/**
 * Something that must not be asked: an id that is empty, too long or not text, a time outside its
 * bounds, options that contradict each other. The message says what is wrong and what to do; it
 * never repeats the bad value. Nothing was done.
 */
public final class InvalidLockRequestException extends LockingException {

    private static final long serialVersionUID = 1L;

    public InvalidLockRequestException(String message) {
        super(Optional.empty(), message, null);
    }
}
