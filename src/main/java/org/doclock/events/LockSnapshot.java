package org.doclock.events;

import java.util.List;
import org.doclock.locking.DocumentLock;

/**
 * What is locked.
 *
 * @param version counts every change; see {@link LiveView#changesSince}
 * @param locks all that stand, in no order
 */
public record LockSnapshot(long version, List<DocumentLock> locks) {}
