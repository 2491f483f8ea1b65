package org.doclock.guard;

import jakarta.persistence.Cache;
import jakarta.persistence.CacheRetrieveMode;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;
import java.util.OptionalLong;

/**
 * The fences of one kind of document: in each row the highest token that any guarded transaction
 * has shown.
 */
final class DocumentFence {

    private static final int TRIES = 3;

    private final EntityManager entityManager;
    private final FencedEntity entity;
    private final FenceStatements statements;
    private final List<? extends Class<?>> children;

    /**
     * @param children entities whose rows belong to the document as well
     */
    DocumentFence(
            EntityManager entityManager, FencedEntity entity, List<? extends Class<?>> children) {
        this.entityManager = entityManager;
        this.entity = entity;
        statements = new FenceStatements(entity);
        this.children = children;
    }

    /** What a row says to a token. */
    enum Answer {
        /** The row is this transaction's until its end. */
        PASSED,
        /** It has seen a newer token. */
        NEWER,
        /** It has not seen a token as new as this. */
        OLDER,
        /** There is no such row. */
        ABSENT
    }

    FencedEntity entity() {
        return entity;
    }

    /**
     * Raises the fence to a token, unless it is higher already; from then on nothing is read from
     * caches.
     *
     * @param first whether nothing has been read in this transaction
     */
    Answer announce(String documentId, long token, boolean first) {
        Object id = entity.id(documentId).orElseThrow();
        return RowConflict.named(
                documentId,
                () -> {
                    Answer answer = first ? raise(id, token) : raiseLater(id, token);
                    if (answer == Answer.PASSED) {
                        bypassCaches(id, first);
                    }
                    return answer;
                });
    }

    /**
     * Whether a token is the last one that the row has seen. It is not raised.
     *
     * @param first whether nothing has been read in this transaction
     */
    Answer confirm(String documentId, long token, boolean first) {
        Object id = entity.id(documentId).orElseThrow();
        return RowConflict.named(
                documentId,
                () -> {
                    if (update(statements.confirm(first), id, token) == 1) {
                        bypassCaches(id, first);
                        return Answer.PASSED;
                    }
                    return compare(id, token);
                });
    }

    /**
     * Takes the row for this transaction, whatever its fence.
     *
     * @param first whether nothing has been read in this transaction
     */
    Answer lockRow(String documentId, boolean first) {
        Object id = entity.id(documentId).orElseThrow();
        return RowConflict.named(
                documentId,
                () -> {
                    if (update(statements.lock(first), id) == 1) {
                        bypassCaches(id, first);
                        return Answer.PASSED;
                    }
                    if (read(id).isPresent()) {
                        throw readTooEarly();
                    }
                    return Answer.ABSENT;
                });
    }

    /** The fence of a document; empty if there is no such row. */
    OptionalLong read(String documentId) {
        return read(entity.id(documentId).orElseThrow());
    }

    private Answer raise(Object id, long token) {
        return update(statements.raise(), token, id, token) == 1
                ? Answer.PASSED
                : compare(id, token);
    }

    /**
     * As {@link #raise}, in a transaction that may have read something: its view of the database
     * may be older than what the update compares. Where the update fails while the fence looks the
     * same to this transaction, it is.
     */
    private Answer raiseLater(Object id, long token) {
        for (int i = 0; i < TRIES; i++) {
            OptionalLong seen = read(id);
            if (seen.isEmpty() || seen.getAsLong() > token) {
                return compare(id, token);
            }
            if (update(statements.replace(), token, id, seen.getAsLong()) == 1) {
                return Answer.PASSED;
            }
            if (read(id).equals(seen)) {
                throw readTooEarly();
            }
        }
        return compare(id, token);
    }

    private Answer compare(Object id, long token) {
        OptionalLong fence = read(id);
        if (fence.isEmpty()) {
            return Answer.ABSENT;
        }
        if (fence.getAsLong() == token) {
            throw readTooEarly();
        }
        return fence.getAsLong() > token ? Answer.NEWER : Answer.OLDER;
    }

    /** An update that should have found its row, by what this transaction sees, did not. */
    private static IllegalStateException readTooEarly() {
        return new IllegalStateException(
                "Under this isolation level the guard has to be the first to read in its"
                        + " transaction: call the guarded method before anything is read, outside"
                        + " of any other transaction, or use READ COMMITTED (and with MySQL or"
                        + " MariaDB a driver that counts the rows found: useAffectedRows=false)");
    }

    private OptionalLong read(Object id) {
        List<?> fences =
                entityManager
                        .createNativeQuery(statements.read())
                        .setParameter(1, id)
                        .getResultList();
        return fences.stream().mapToLong(fence -> ((Number) fence).longValue()).findFirst();
    }

    private int update(String statement, Object... parameters) {
        Query query = entityManager.createNativeQuery(statement);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query.executeUpdate();
    }

    private void bypassCaches(Object id, boolean first) {
        Cache cache = entityManager.getEntityManagerFactory().getCache();
        cache.evict(entity.type(), id);
        children.forEach(cache::evict);
        entityManager.setProperty(
                "jakarta.persistence.cache.retrieveMode", CacheRetrieveMode.BYPASS);
        if (!first) {
            // The transaction may have it in memory as it was before the row was ours; what it has
            // changed there must not be forgotten.
            entityManager.flush();
            entityManager.refresh(entityManager.find(entity.type(), id));
        }
    }
}
