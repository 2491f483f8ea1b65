package org.doclock.locking;

import java.util.Optional;

/**
 * A guarded method was not called, since nobody can tell for whom: no caller has signed in, or
 * there is no request to read one from. Nothing was done.
 */
public final class LockOwnerUnknownException extends LockingException {

    private static final long serialVersionUID = 1L;

    public LockOwnerUnknownException(String message) {
        super(Optional.empty(), message, null);
    }
}
