package org.doclock.guard;

/**
 * The statements on the row of a document with a fence. Plain SQL, since an update in JPQL would
 * raise the entity's version, and drop every cached entity of its kind. The first parameter of all
 * but {@link #raise()} and {@link #replace()} is the id.
 */
final class FenceStatements {

    /**
     * Under REPEATABLE READ, the default of MySQL and MariaDB, an update goes by the newest rows
     * while reads may show older ones for as long as the transaction lasts. Only these two read
     * such comments, the first MariaDB and the second MySQL.
     */
    private static final String READS_ARE_NEW =
            " /*M! AND @@tx_isolation <> 'REPEATABLE-READ' */"
                    + " /*!50720 AND @@transaction_isolation <> 'REPEATABLE-READ' */";

    /** The newest row there too, and reads that come later show nothing older. */
    private static final String THE_NEWEST = " /*! FOR UPDATE */";

    private final FencedEntity entity;

    FenceStatements(FencedEntity entity) {
        this.entity = entity;
    }

    /** Parameters: token, id, token. */
    String raise() {
        return update("?1") + whereId("?2") + " AND " + entity.fenceColumn() + " <= ?3";
    }

    /**
     * Raises it in a transaction that may have read something. Parameters: token, id, the fence
     * that it has seen.
     */
    String replace() {
        return update("?1")
                + whereId("?2")
                + " AND "
                + entity.fenceColumn()
                + " = ?3"
                + READS_ARE_NEW;
    }

    /** Parameters: id, token. */
    String confirm(boolean first) {
        return lock(first) + " AND " + entity.fenceColumn() + " = ?2";
    }

    String lock(boolean first) {
        return update(entity.fenceColumn()) + whereId("?1") + (first ? "" : READS_ARE_NEW);
    }

    String read() {
        return "SELECT "
                + entity.fenceColumn()
                + " FROM "
                + entity.table()
                + whereId("?1")
                + THE_NEWEST;
    }

    private String update(String value) {
        return "UPDATE " + entity.table() + " SET " + entity.fenceColumn() + " = " + value;
    }

    private String whereId(String parameter) {
        return " WHERE " + entity.idColumn() + " = " + parameter;
    }
}
