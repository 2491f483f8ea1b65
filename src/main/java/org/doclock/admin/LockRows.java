package org.doclock.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doclock.events.LockEvent;
import org.doclock.events.LockSnapshot;
import org.doclock.locking.DocumentLock;

/**
 * The locks as rows, in the order of each column that was asked for. Not thread-safe.
 *
 * <p>100,000 locks are too many to sort or to filter for every look. The last orders are kept, and
 * what changed since is put into them.
 */
final class LockRows {

    private static final int NEWS_KEPT = 50_000;
    private static final int ORDERS_KEPT = 16;
    private final Map<String, LockRow> rows = new HashMap<>();
    private final Map<Question, Order> orders = new LinkedHashMap<>();
    private final Sessions sessions = new Sessions();

    /** Rows that were put, and rows that no longer stand, since the orders began. */
    private final List<LockRow> news = new ArrayList<>();

    private final List<LockRow> gone = new ArrayList<>();

    private long version;

    /** How far Redis's clock is ahead of this machine's, milliseconds. */
    private long ahead;

    /**
     * Rows that a filter lets pass, in the order of a column, as of one version.
     *
     * @param news how many of the news are in it
     * @param gone how many of those that are gone are taken out
     */
    private record Order(long version, SortedRows sorted, int news, int gone) {}

    /**
     * @param second of the time that the filter was asked at, where that matters
     */
    private record Question(LockColumn column, LockFilter filter, long second) {}

    LockRows(LockSnapshot snapshot) {
        version = snapshot.version();
        for (DocumentLock lock : snapshot.locks()) {
            put(lock, LockRow.likelyLength(lock));
        }
        news.clear();
        snapshot.locks().stream()
                .filter(it -> it.expiresAt() != DocumentLock.NEVER)
                .findFirst()
                .ifPresent(it -> setClock(it.expiresAt() - it.remaining().toMillis()));
    }

    void apply(List<LockEvent> changes) {
        changes.forEach(this::apply);
        version += changes.size();
        if (news.size() > NEWS_KEPT) {
            orders.clear();
            news.clear();
            gone.clear();
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
                        .orElseGet(() -> LockRow.likelyLength(lock));
        return LockRow.of(lock, length);
    }

    /** Those that match, ascending; not to be changed. */
    LockRow[] sorted(LockColumn column, LockFilter filter) {
        long now = System.currentTimeMillis() + ahead;
        Question question = new Question(column, filter, filter.dependsOnTime() ? now / 1000 : 0);
        Order known = orders.remove(question);
        Order current =
                known == null
                        ? begin(question, now)
                        : known.version == version ? known : follow(known, question, now);
        if (orders.size() >= ORDERS_KEPT) {
            orders.remove(orders.keySet().iterator().next());
        }
        orders.put(question, current);
        return current.sorted.rows();
    }

    /** How many match. */
    int count(LockFilter filter) {
        return filter.equals(LockFilter.NONE)
                ? rows.size()
                : sorted(columnOf(filter), filter).length;
    }

    /** One in whose order they are known. */
    private LockColumn columnOf(LockFilter filter) {
        return orders.keySet().stream()
                .filter(it -> it.filter.equals(filter))
                .map(Question::column)
                .findFirst()
                .orElse(LockColumn.DOCUMENT);
    }

    private Order begin(Question question, long now) {
        boolean all = question.filter.equals(LockFilter.NONE);
        LockRow[] unsorted =
                all
                        ? rows.values().toArray(LockRow[]::new)
                        : Arrays.stream(sorted(question.column, LockFilter.NONE))
                                .filter(row -> question.filter.matches(row, now))
                                .toArray(LockRow[]::new);
        return order(
                all ? SortedRows.of(unsorted, comparator(question)) : new SortedRows(unsorted));
    }

    private Order follow(Order known, Question question, long now) {
        if (question.column == LockColumn.SESSIONS) {
            // One lock more or less moves all rows of its user.
            return begin(question, now);
        }
        List<LockRow> fresh =
                news.subList(known.news, news.size()).stream()
                        .filter(row -> stands(row) && question.filter.matches(row, now))
                        .toList();
        return order(
                known.sorted.with(
                        gone.subList(known.gone, gone.size()), fresh, comparator(question)));
    }

    private Order order(SortedRows sorted) {
        return new Order(version, sorted, news.size(), gone.size());
    }

    private Comparator<LockRow> comparator(Question question) {
        return question.column.order(sessions::of);
    }

    /** This very row, which no later one of its document has replaced. */
    private boolean stands(LockRow row) {
        return rows.get(row.lock().documentId()) == row;
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
        Optional.ofNullable(rows.remove(documentId))
                .ifPresent(
                        it -> {
                            gone.add(it);
                            sessions.remove(it.lock());
                        });
    }

    private void setClock(long redisNow) {
        ahead = redisNow - System.currentTimeMillis();
    }
}
