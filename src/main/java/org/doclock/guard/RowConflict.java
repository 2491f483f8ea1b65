package org.doclock.guard;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.doclock.locking.DocumentBusyException;

/** Tells by what databases say that another transaction was in the way of this one. */
final class RowConflict {

    /** Serialization failures and deadlocks, as ISO 9075 has them. */
    private static final String TRANSACTION_ROLLBACK = "40";

    /** The same in other words: PostgreSQL, H2 (twice), Oracle, MySQL. */
    private static final Set<String> STATES = Set.of("55P03", "HYT00", "90131", "61000", "41000");

    private static final String NO_STATE_OF_ITS_OWN = "HY000";

    /** MariaDB's lock timeout, and a row that has changed since the transaction began to read. */
    private static final Set<Integer> NUMBERS = Set.of(1205, 1020);

    private RowConflict() {}

    /**
     * Does work on the row of a document.
     *
     * @throws DocumentBusyException if another transaction was in the way
     */
    static <T> T named(String documentId, Supplier<T> work) {
        try {
            return work.get();
        } catch (PersistenceException e) {
            if (isCauseOf(e)) {
                throw new DocumentBusyException(documentId, e);
            }
            throw e;
        }
    }

    private static boolean isCauseOf(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .anyMatch(RowConflict::isConflict);
    }

    private static boolean isConflict(SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), NO_STATE_OF_ITS_OWN);
        return state.startsWith(TRANSACTION_ROLLBACK)
                || STATES.contains(state)
                || (state.equals(NO_STATE_OF_ITS_OWN) && NUMBERS.contains(e.getErrorCode()));
    }
}
