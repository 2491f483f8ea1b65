package org.doclock.guard.edits;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes of the controls, in plain SQL. */
@ApplicationScoped
@Transactional
class ControlStatements {

    @PersistenceContext private EntityManager entityManager;
    @Inject private History history;
    @Inject private NewSheets newSheets;
    @Inject private Pauses pauses;

    State read(long id, long token) {
        Object[] sheet =
                (Object[])
                        query("SELECT VERSION, TITLE FROM SHEET WHERE ID = ?1", id)
                                .getSingleResult();
        List<String> rows = new ArrayList<>();
        for (Object text :
                query("SELECT TEXT FROM SHEET_ROW WHERE SHEET_ID = ?1 ORDER BY POSITION", id)
                        .getResultList()) {
            rows.add((String) text);
        }
        return new State(
                token, ((Number) sheet[0]).longValue(), new Content((String) sheet[1], rows));
    }

    State write(Variant variant, long id, Form form, long token) {
        if (update(variant, id, form, token) == 0) {
            throw new StaleFormException("The row did not take the save");
        }
        for (int i = 0; i < form.content().rows().size(); i++) {
            query(
                            "UPDATE SHEET_ROW SET TEXT = ?1 WHERE SHEET_ID = ?2 AND POSITION = ?3",
                            form.content().rows().get(i),
                            id,
                            i)
                    .executeUpdate();
        }
        State state = read(id, token);
        history.saved(variant.documentId(id), newSheets.fence(id), form, state);
        pauses.at(Pauses.Place.IN_TRANSACTION);
        return state;
    }

    private int update(Variant variant, long id, Form form, long token) {
        String update = "UPDATE SHEET SET VERSION = VERSION + 1, TITLE = ?1";
        String title = form.content().title();
        return switch (variant) {
            case FENCE_AT_SAVE ->
                    query(
                                    update + ", FENCE = ?2 WHERE ID = ?3 AND FENCE <= ?4",
                                    title,
                                    token,
                                    id,
                                    token)
                            .executeUpdate();
            case BASE_VERSION ->
                    query(update + " WHERE ID = ?2 AND VERSION = ?3", title, id, form.baseVersion())
                            .executeUpdate();
            default -> query(update + " WHERE ID = ?2", title, id).executeUpdate();
        };
    }

    private Query query(String sql, Object... parameters) {
        Query query = entityManager.createNativeQuery(sql);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query;
    }
}
