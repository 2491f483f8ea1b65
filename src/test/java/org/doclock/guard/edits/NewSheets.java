package org.doclock.guard.edits;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Makes sheets, and reaches their fences behind the guard's back. */
@ApplicationScoped
@Transactional
class NewSheets {

    @PersistenceContext private EntityManager entityManager;

    long create() {
        Sheet sheet = new Sheet(blank());
        entityManager.persist(sheet);
        entityManager.flush();
        return sheet.id();
    }

    long fence(long id) {
        return ((Number)
                        entityManager
                                .createNativeQuery("SELECT FENCE FROM SHEET WHERE ID = ?1")
                                .setParameter(1, id)
                                .getSingleResult())
                .longValue();
    }

    Content content(long id) {
        List<String> rows = new ArrayList<>();
        for (Object text :
                query("SELECT TEXT FROM SHEET_ROW WHERE SHEET_ID = ?1 ORDER BY POSITION", id)
                        .getResultList()) {
            rows.add((String) text);
        }
        return new Content(
                (String) query("SELECT TITLE FROM SHEET WHERE ID = ?1", id).getSingleResult(),
                rows);
    }

    private Query query(String sql, long id) {
        return entityManager.createNativeQuery(sql).setParameter(1, id);
    }

    void putFenceAhead(long id, long micros) {
        entityManager
                .createNativeQuery("UPDATE SHEET SET FENCE = FENCE + ?1 WHERE ID = ?2")
                .setParameter(1, micros)
                .setParameter(2, id)
                .executeUpdate();
    }

    /** No two sheets say the same. */
    static Content blank() {
        return new Content("new-" + UUID.randomUUID(), List.of("a", "b", "c"));
    }
}
