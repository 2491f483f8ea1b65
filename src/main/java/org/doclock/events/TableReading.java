package org.doclock.events;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockFeed;
import org.doclock.locking.StoreUnavailableException;

/**
 * Asks Redis for what the table does not know, and has the keeper tell what that changes. For one
 * thread; the table is guarded by the view.
 */
final class TableReading {

    /** How long events may be on their way; locks that end within this are asked for together. */
    private static final Duration ON_THEIR_WAY = Duration.ofMillis(20);

    private static final int AT_ONCE = 1_000;

    private final LiveView view;
    private final ViewKeeper keeper;
    private final LockFeed feed;
    private final LockTable table;

    TableReading(LiveView view, ViewKeeper keeper, LockFeed feed, LockTable table) {
        this.view = view;
        this.keeper = keeper;
        this.feed = feed;
        this.table = table;
    }

    /**
     * Reads every lock; those that are not there any more have ended.
     *
     * @param heardAll whether no event since the beginning was missed; asked in the end, with the
     *     view's monitor held. If one was, nothing is said to have ended
     * @param whole runs next, with the same monitor held, if none was
     * @throws StoreUnavailableException if Redis does not answer; some locks may have been read
     */
    void all(BooleanSupplier heardAll, Runnable whole) {
        begin();
        try {
            feed.readAll(
                    page -> {
                        letEventsArrive();
                        take(page);
                    });
            letEventsArrive();
            synchronized (view) {
                if (heardAll.getAsBoolean()) {
                    table.unseen().forEach(it -> take(it, Optional.empty()));
                    whole.run();
                }
            }
        } finally {
            end();
        }
    }

    /**
     * Asks for documents that are due.
     *
     * @throws StoreUnavailableException if Redis does not answer: they are due still
     */
    void due() {
        letEventsArrive();
        List<String> due;
        synchronized (view) {
            due = table.due(System.nanoTime(), AT_ONCE);
            table.beginReading();
        }
        try {
            Map<String, DocumentLock> standing = feed.read(due);
            synchronized (view) {
                due.forEach(it -> take(it, Optional.ofNullable(standing.get(it))));
            }
        } catch (StoreUnavailableException e) {
            synchronized (view) {
                table.askAgain(due);
            }
            throw e;
        } finally {
            end();
        }
    }

    private void begin() {
        synchronized (view) {
            table.beginReading();
        }
    }

    private void end() {
        synchronized (view) {
            table.endReading();
        }
    }

    /**
     * What was read may be ahead of events that are on their way. Where nothing was known before
     * that does no harm: nobody is told, and in the end all is as it is.
     */
    private void letEventsArrive() {
        if (keeper.isKnown()) {
            LockSupport.parkNanos(ON_THEIR_WAY.toNanos());
        }
    }

    private void take(Collection<DocumentLock> page) {
        synchronized (view) {
            page.forEach(it -> take(it.documentId(), Optional.of(it)));
        }
    }

    private void take(String documentId, Optional<DocumentLock> lock) {
        table.found(documentId, lock, System.nanoTime()).ifPresent(it -> view.tell(keeper, it));
    }
}
