package org.doclock.guard.edits;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.doclock.guard.CallerClaims;
import org.doclock.locking.LockOwner;

/** Keeps what has become of every sheet, in the transaction that does it. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class History {

    @PersistenceContext private EntityManager entityManager;
    @Inject private CallerClaims claims;

    void read(String documentId, long fence, State state) {
        Form nothing = new Form("", state.version(), state.content(), state.content());
        add(documentId, fence, nothing, state);
    }

    void saved(String documentId, long fence, Form form, State state) {
        add(documentId, fence, form, state);
    }

    @Transactional
    JsonArray of(String documentId) {
        JsonArrayBuilder entries = Json.createArrayBuilder();
        entityManager
                .createQuery(
                        "SELECT e FROM Entry e WHERE e.documentId = :id ORDER BY e.id", Entry.class)
                .setParameter("id", documentId)
                .getResultStream()
                .map(Entry::json)
                .forEach(entries::add);
        return entries.build();
    }

    private void add(String documentId, long fence, Form form, State state) {
        LockOwner editor = claims.current().orElseThrow().owner();
        entityManager.persist(
                new Entry(
                        documentId,
                        form.saveId(),
                        editor.userId() + "/" + editor.sessionId().orElse(""),
                        fence,
                        form,
                        state));
        entityManager.flush();
    }
}
