package org.doclock.chaos;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.doclock.chaos.History.Row;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * The database of what is edited: a row for each document with a fence, a version, and who saved
 * last. Reads and saves keep to the design: the fence first, then the content, and a save compares
 * the version that it was made from.
 */
final class Sheets implements AutoCloseable {

    /** What the statements compare. */
    enum Protection {
        FENCE_AND_VERSION,
        VERSION,
        NOTHING
    }

    private final JdbcConnectionPool database;
    private final Protection protection;

    /**
     * @param protection less than all, to see what that does
     */
    Sheets(String name, List<String> documents, Protection protection) throws SQLException {
        database = JdbcConnectionPool.create("jdbc:h2:mem:" + name, "sa", "");
        this.protection = protection;
        try (Connection connection = database.getConnection()) {
            connection
                    .createStatement()
                    .execute(
                            "CREATE TABLE SHEET (ID VARCHAR(50) PRIMARY KEY, FENCE BIGINT NOT NULL,"
                                    + " VERSION BIGINT NOT NULL, SAVED VARCHAR(50) NOT NULL)");
            for (String document : documents) {
                update(connection, "INSERT INTO SHEET VALUES (?, 0, 0, '')", document);
            }
        }
    }

    /** The row, if nobody with a newer token has read or saved; announces the token. */
    Seen read(String document, long token) throws SQLException {
        try (Connection connection = transaction()) {
            Seen seen =
                    announce(connection, document, token)
                            ? new Seen(History.Verdict.DONE, row(connection, document))
                            : new Seen(History.Verdict.NEWER_FENCE, row(connection, document));
            connection.commit();
            return seen;
        }
    }

    /** Saves what was made from a row that was read. */
    Seen save(String document, long token, Row base, String saved) throws SQLException {
        try (Connection connection = transaction()) {
            if (!announce(connection, document, token)) {
                return new Seen(History.Verdict.NEWER_FENCE, base);
            }
            String update = "UPDATE SHEET SET VERSION = VERSION + 1, SAVED = ? WHERE ID = ?";
            int rows =
                    protection != Protection.NOTHING
                            ? update(
                                    connection,
                                    update + " AND VERSION = ?",
                                    saved,
                                    document,
                                    base.version())
                            : update(connection, update, saved, document);
            if (rows == 0) {
                connection.rollback();
                return new Seen(History.Verdict.OTHER_VERSION, base);
            }
            Seen seen = new Seen(History.Verdict.DONE, row(connection, document));
            connection.commit();
            return seen;
        }
    }

    Map<String, Row> rows(List<String> documents) throws SQLException {
        Map<String, Row> rows = new LinkedHashMap<>();
        try (Connection connection = database.getConnection()) {
            for (String document : documents) {
                rows.put(document, row(connection, document));
            }
        }
        return rows;
    }

    /** What a transaction came to, and the row as it knows it. */
    record Seen(History.Verdict verdict, Row row) {}

    @Override
    public void close() {
        database.dispose();
    }

    private Connection transaction() throws SQLException {
        Connection connection = database.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private boolean announce(Connection connection, String document, long token)
            throws SQLException {
        return protection != Protection.FENCE_AND_VERSION
                || update(
                                connection,
                                "UPDATE SHEET SET FENCE = ? WHERE ID = ? AND FENCE <= ?",
                                token,
                                document,
                                token)
                        == 1;
    }

    private static Row row(Connection connection, String document) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT VERSION, FENCE, SAVED FROM SHEET WHERE ID = ?")) {
            select.setString(1, document);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Row(row.getLong(1), row.getLong(2), row.getString(3));
            }
        }
    }

    private static int update(Connection connection, String sql, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        }
    }
}
