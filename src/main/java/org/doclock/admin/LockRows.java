package org.doclock.admin;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doclock.events.LockEvent;
import org.doclock.events.LockSnapshot;
import org.doclock.locking.DocumentLock;

/**
 * The locks as rows, as the events leave them. 100,000 are too many to sort or to filter for every
 * look: see {@link KeptOrders}. Not thread-safe.
 */
final class LockRows {

    private final Map<String, LockRow> rows = new HashMap<>();
    private final Sessions sessions = new Sessions();
    private final KeptOrders orders = new KeptOrders(rows, sessions);

    private long version;

    /** How far Redis's clock is ahead of this machine's, milliseconds. */
    private long ahead;

    LockRows(LockSnapshot snapshot) {
        version = snapshot.version();
        for (DocumentLock lock : snapshot.locks()) {
            put(lock, LockRow.likelyLength(lock));
        }
        orders.forget();
        snapshot.locks().stream()
                .filter(it -> it.expiresAt() != DocumentLock.NEVER)
                .findFirst()
                .ifPresent(it -> setClock(it.expiresAt() - it.remaining().toMillis()));
    }

    void apply(List<LockEvent> changes) {
        changes.forEach(this::apply);
        version += changes.size();
        orders.forgetIfMany();
    }

    /** Of the live view that they show. */
    long version() {
        return version;
    }

    long ahead() {
        return ahead;
    }

    int sessionsOf(String userId) {
        return sessions.of(userId);
    }

    /** A lock as a row, whether or not it is one of these. */
    LockRow row(DocumentLock lock) {
        Duration length =
                Optional.ofNullable(rows.get(lock.documentId()))
                        .filter(it -> it.lock().token() == lock.token())
                        .map(LockRow::length)
                        .orElseGet(() -> LockRow.likelyLength(lock));
        return LockRow.of(lock, length);
    }

    /** Those that match, ascending; not to be changed. */
    LockRow[] sorted(LockColumn column, LockFilter filter) {
        return orders.sorted(column, filter, System.currentTimeMillis() + ahead);
    }

    /** How many match. */
    int count(LockFilter filter) {
        return filter.equals(LockFilter.NONE)
                ? rows.size()
                : sorted(orders.columnOf(filter), filter).length;
    }

    private void apply(LockEvent event) {
        setClock(event.at());
        switch (event.type()) {
            case ACQUIRED, RENEWED, TRANSFERRED ->
                    event.lock()
                            .ifPresent(
                                    it -> put(it, Duration.ofMillis(it.expiresAt() - event.at())));
            case RELEASED, EXPIRED, BROKEN -> remove(event.documentId());
            case REQUESTED -> {}
        }
    }

    private void put(DocumentLock lock, Duration length) {
        remove(lock.documentId());
        LockRow row = LockRow.of(lock, length);
        rows.put(lock.documentId(), row);
        orders.put(row);
        sessions.add(lock);
    }

    private void remove(String documentId) {
        Optional.ofNullable(rows.remove(documentId))
                .ifPresent(
                        it -> {
                            orders.removed(it);
                            sessions.remove(it.lock());
                        });
    }

    private void setClock(long redisNow) {
        ahead = redisNow - System.currentTimeMillis();
    }
}
