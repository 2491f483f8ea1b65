package org.doclock.admin;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** What the table of locks can be sorted by. Equal ones are in the order of their documents. */
enum LockColumn {
    DOCUMENT(sessions -> Comparator.comparing(row -> row.lock().documentId())),
    USER(
            sessions ->
                    Comparator.comparing(LockRow::getHolder, String.CASE_INSENSITIVE_ORDER)
                            .thenComparing(row -> row.lock().userId())),
    SINCE(sessions -> Comparator.comparingLong(row -> row.lock().timestamp())),
    ENDS(sessions -> Comparator.comparingLong(row -> row.lock().expiresAt())),
    ACTIVITY(sessions -> Comparator.comparingLong(LockRow::getIdleFrom)),
    SESSIONS(sessions -> Comparator.comparingInt(row -> sessions.applyAsInt(row.lock().userId()))),
    TOKEN(sessions -> Comparator.comparingLong(row -> row.lock().token()));

    private final Function<ToIntFunction<String>, Comparator<LockRow>> order;

    LockColumn(Function<ToIntFunction<String>, Comparator<LockRow>> order) {
        this.order = order;
    }

    static Optional<LockColumn> named(String name) {
        return Arrays.stream(values()).filter(it -> it.name().equals(name)).findFirst();
    }

    /**
     * @param sessions how many editing sessions a user has; must not change while it is sorted
     */
    Comparator<LockRow> order(ToIntFunction<String> sessions) {
        Comparator<LockRow> comparator = order.apply(sessions);
        return comparator.thenComparing(row -> row.lock().documentId());
    }
}
