package org.doclock.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.doclock.events.LockEvent;
import org.doclock.events.LockSnapshot;
import org.doclock.locking.DocumentLock;

/**
 * The locks as rows, in the order of each column that was asked for. Not thread-safe.
 *
 * <p>100,000 locks are too many to sort for every look. What did not change keeps its place, and
 * sorting again then only merges in what did.
 */
final class LockRows {

    /** How long a lock lasts whose beginning and renewals nobody heard of. */
    private static final Duration USUAL_LENGTH = Duration.ofMinutes(5);

    private static final int NEWS_KEPT = 10_000;
    private static final LockRow[] NO_ROWS = {};

    private final Map<String, LockRow> rows = new HashMap<>();
    private final Map<LockColumn, Order> orders = new EnumMap<>(LockColumn.class);
    private final Sessions sessions = new Sessions();

    /** Every row that was put, at most so many. */
    private final List<LockRow> news = new ArrayList<>();

    private long version;

    /** How far Redis's clock is ahead of this machine's, milliseconds. */
    private long ahead;

    /**
     * @param seen how many of the news are in it
     */
    private record Order(long version, LockRow[] rows, int seen) {}

    LockRows(LockSnapshot snapshot) {
        version = snapshot.version();
        for (DocumentLock lock : snapshot.locks()) {
            put(lock, likelyLength(lock));
        }
        snapshot.locks().stream()
                .filter(it -> it.expiresAt() != DocumentLock.NEVER)
                .findFirst()
                .ifPresent(it -> setClock(it.expiresAt() - it.remaining().toMillis()));
    }

    void apply(List<LockEvent> changes) {
        changes.forEach(this::apply);
        version += changes.size();
        if (news.size() > NEWS_KEPT + 2 * rows.size()) {
            // The orders begin anew, with the rows that stand as the news.
            orders.clear();
            news.clear();
            news.addAll(rows.values());
        }
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
                        .orElseGet(() -> likelyLength(lock));
        return LockRow.of(lock, length);
    }

    /** All, ascending; not to be changed. */
    LockRow[] sorted(LockColumn column) {
        Order earlier = orders.getOrDefault(column, new Order(-1, NO_ROWS, 0));
        if (earlier.version == version) {
            return earlier.rows;
        }
        LockRow[] sorted =
                Stream.concat(
                                Arrays.stream(earlier.rows),
                                news.subList(earlier.seen, news.size()).stream())
                        .filter(this::stands)
                        .toArray(LockRow[]::new);
        Arrays.sort(sorted, column.order(sessions::of));
        orders.put(column, new Order(version, sorted, news.size()));
        return sorted;
    }

    /** This very row, which no later one of its document has replaced. */
    private boolean stands(LockRow row) {
        return rows.get(row.lock().documentId()) == row;
    }

    static Duration likelyLength(DocumentLock lock) {
        long whole = lock.expiresAt() - lock.timestamp();
        return whole > 0 && whole < USUAL_LENGTH.toMillis()
                ? Duration.ofMillis(whole)
                : USUAL_LENGTH;
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
        news.add(row);
        sessions.add(lock);
    }

    private void remove(String documentId) {
        Optional.ofNullable(rows.remove(documentId)).ifPresent(it -> sessions.remove(it.lock()));
    }

    private void setClock(long redisNow) {
        ahead = redisNow - System.currentTimeMillis();
    }
}
