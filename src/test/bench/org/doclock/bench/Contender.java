package org.doclock.bench;

import java.util.Map;
import java.util.Set;

/**
 * One way to lock documents, ready to be called from many threads.
 *
 * @param topLevel the commands that it sends itself, as opposed to those inside its scripts
 * @param works what it can do; LOCK is given a free document, all others one of {@link
 *     Documents#held}
 */
record Contender(String name, Set<String> topLevel, Map<Work, Operation> works, Runnable end)
        implements AutoCloseable {

    /** Does a piece of work once, and fails if it was not done. */
    interface Operation {
        Object on(String documentId) throws Exception;
    }

    @Override
    public void close() {
        end.run();
    }
}
