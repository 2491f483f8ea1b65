package org.doclock.locking;

import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What is locked and what changes, for threads of DocLock's own, which act for no caller: no role
 * is asked for here, so whoever shows this to somebody has to. Thread-safe.
 */
public final class LockFeed {

    private final RedisLocks locks;
    private final RedisSettings settings;

    LockFeed(RedisLocks locks, RedisSettings settings) {
        this.locks = locks;
        this.settings = settings;
    }

    /**
     * Reads every lock there is, page by page, in no order; a document may come twice, and one that
     * is locked or freed meanwhile may or may not come.
     *
     * @throws StoreUnavailableException also after {@code doclock.redis.scan.deadline}; some pages
     *     may have come by then
     */
    public void readAll(Consumer<Collection<DocumentLock>> pages) {
        locks.scan(Deadline.in(settings.scanDeadline()), pages);
    }

    /**
     * The locks of those documents that have one.
     *
     * @throws StoreUnavailableException if Redis does not answer in time
     */
    public Map<String, DocumentLock> read(Collection<String> documentIds) {
        return locks.read(ReadOfMany.LOCKS, documentIds, Deadline.in(settings.deadline()));
    }

    /**
     * Connects to hear what changes. In a cluster any node tells the changes of all.
     *
     * @throws StoreUnavailableException if Redis does not answer in time
     */
    public LockChannel open() {
        return locks.channel(Deadline.in(settings.deadline()));
    }

    /**
     * A lock as a message tells it.
     *
     * @param text the lock's text
     * @param expiresAt epoch milliseconds, negative for a lock without an end
     * @param now by the clock that {@code expiresAt} is of, epoch milliseconds
     */
    public static DocumentLock decode(String documentId, String text, long expiresAt, long now) {
        return LockText.read(documentId, text, expiresAt, now);
    }
}
