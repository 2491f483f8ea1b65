package org.doclock.locking;

import java.net.URI;

/** The locks for tests of what stands on them, without a container. */
public final class Locks {

    private Locks() {}

    /** As short as 10 ms; to be ended by {@link #close(LockingService)}. */
    public static LockingService at(URI redis) {
        return new LockingService(TestSettings.of(redis));
    }

    public static void close(LockingService locks) {
        locks.stop();
    }
}
