package org.doclock.admin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows that filters let pass, in the orders of columns. The last orders are kept, and what
 * changed since is put into them. Not thread-safe.
 */
final class KeptOrders {

    private static final int NEWS_KEPT = 50_000;
    private static final int ORDERS_KEPT = 16;

    private final Map<String, LockRow> rows;
    private final Sessions sessions;
    private final Map<Question, Order> orders = new LinkedHashMap<>();

    /** Rows that were put, and rows that no longer stand, since the orders began. */
    private final List<LockRow> news = new ArrayList<>();

    private final List<LockRow> gone = new ArrayList<>();

    /**
     * @param news how many of the news are in it
     * @param gone how many of those that are gone are taken out
     */
    private record Order(SortedRows sorted, int news, int gone) {}

    /**
     * @param second of the time that the filter was asked at, where that matters
     */
    private record Question(LockColumn column, LockFilter filter, long second) {}

    /**
     * @param rows those that stand, by document; changed by whoever made them, who says so here
     */
    KeptOrders(Map<String, LockRow> rows, Sessions sessions) {
        this.rows = rows;
        this.sessions = sessions;
    }

    void put(LockRow row) {
        news.add(row);
    }

    void removed(LockRow row) {
        gone.add(row);
    }

    /** Begins anew where so much changed that to follow it takes longer. */
    void forgetIfMany() {
        if (news.size() > NEWS_KEPT) {
            forget();
        }
    }

    void forget() {
        orders.clear();
        news.clear();
        gone.clear();
    }

    /** Those that match, ascending; not to be changed. */
    LockRow[] sorted(LockColumn column, LockFilter filter, long now) {
        Question question = new Question(column, filter, filter.dependsOnTime() ? now / 1000 : 0);
        Order known = orders.remove(question);
        Order current = known == null ? begin(question, now) : follow(known, question, now);
        if (orders.size() >= ORDERS_KEPT) {
            orders.remove(orders.keySet().iterator().next());
        }
        orders.put(question, current);
        return current.sorted.rows();
    }

    /** A column in whose order those that match are known. */
    LockColumn columnOf(LockFilter filter) {
        return orders.keySet().stream()
                .filter(it -> it.filter.equals(filter))
                .map(Question::column)
                .findFirst()
                .orElse(LockColumn.DOCUMENT);
    }

    private Order begin(Question question, long now) {
        if (question.filter.equals(LockFilter.NONE)) {
            LockRow[] all = rows.values().toArray(LockRow[]::new);
            return order(SortedRows.of(all, comparator(question)));
        }
        return order(
                new SortedRows(
                        Arrays.stream(sorted(question.column, LockFilter.NONE, now))
                                .filter(row -> question.filter.matches(row, now))
                                .toArray(LockRow[]::new)));
    }

    private Order follow(Order known, Question question, long now) {
        if (known.news == news.size() && known.gone == gone.size()) {
            return known;
        }
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
        return new Order(sorted, news.size(), gone.size());
    }

    private Comparator<LockRow> comparator(Question question) {
        return question.column.order(sessions::of);
    }

    /** This very row, which no later one of its document has replaced. */
    private boolean stands(LockRow row) {
        return rows.get(row.lock().documentId()) == row;
    }
}
