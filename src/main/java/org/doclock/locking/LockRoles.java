package org.doclock.locking;

/** The roles that DocLock knows. Whoever has neither locks, extends and releases as themselves. */
public final class LockRoles {

    /** May list, break and clear everybody's locks. */
    public static final String ADMINISTRATOR = "lock-admin";

    /** A trusted program: may lock, extend and release on behalf of any user. */
    public static final String SERVICE = "lock-service";

    private LockRoles() {}
}
