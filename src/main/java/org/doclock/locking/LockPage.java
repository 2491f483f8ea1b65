package org.doclock.locking;

import java.util.List;

/**
 * Some locks that a scan read.
 *
 * @param elsewhere documents whose locks have left the master that had them
 */
record LockPage(List<DocumentLock> locks, List<String> elsewhere) {

    static final LockPage EMPTY = new LockPage(List.of(), List.of());
}
