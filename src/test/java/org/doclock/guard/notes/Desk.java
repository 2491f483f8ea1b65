package org.doclock.guard.notes;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.net.URI;
import org.doclock.guard.Fenced;
import org.doclock.locking.LockingService;
import org.eclipse.microprofile.config.ConfigProvider;
import redis.clients.jedis.RedisClient;

/** What all the guarded methods do, in whatever kind of bean they are. */
@ApplicationScoped
public class Desk {

    @Produces
    @Fenced
    @PersistenceContext(unitName = "notes")
    private EntityManager entityManager;

    @Inject private LockingService locks;

    @Inject private EjbWriter guardedWriter;

    EjbWriter guardedWriter() {
        return guardedWriter;
    }

    String read(String documentId) {
        return entityManager.find(type(documentId), id(documentId)).text();
    }

    /** Writes, and loses the lock if it is told to. */
    public void write(String documentId, Step step) {
        Text text = entityManager.find(type(documentId), id(documentId));
        text.write(step.text());
        entityManager.flush();
        if (step.expires()) {
            expire(documentId);
        }
    }

    static void end(Step step) {
        if (step.ending() == Step.Ending.EXCEPTION) {
            throw new Failure();
        }
    }

    /** The lock's time is over: Redis ends it by itself, and tells nobody. */
    private void expire(String documentId) {
        try (RedisClient client = RedisClient.create(redis())) {
            client.pexpireAt("doc-lock:" + documentId, 1);
        }
        if (locks.isLocked(documentId)) {
            throw new IllegalStateException("Still locked");
        }
    }

    private static URI redis() {
        return ConfigProvider.getConfig().getValue("doclock.redis.uri", URI.class);
    }

    private static Class<? extends Text> type(String documentId) {
        return documentId.startsWith("note-") ? Note.class : Memo.class;
    }

    private static long id(String documentId) {
        return Long.parseLong(documentId.substring("note-".length()));
    }
}
