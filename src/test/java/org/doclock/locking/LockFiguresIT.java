package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.doclock.SharedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the figures count of the ways to acquire: what callers are told, each once. */
class LockFiguresIT {

    private static final LockOwner ANNA = LockOwner.of("anna").inSession("tab-1");
    private static final LockOwner BOB = LockOwner.of("bob").inSession("tab-7");

    private final LockingService locks = Locks.at(SharedServer.redisUriOfDocLock());
    private final String doc = "figures-" + UUID.randomUUID();
    private final String other = doc + "-other";

    @AfterEach
    void stop() {
        for (String id : List.of(doc, other)) {
            locks.releaseLock(id, ANNA);
            locks.releaseLock(id, BOB);
        }
        Locks.close(locks);
    }

    private void assertCounted(long grants, long refusals) {
        LockFigures figures = locks.getFigures();
        assertThat(figures.minutes().stream().mapToLong(LockFigures.Minute::grants).sum())
                .as("grants")
                .isEqualTo(grants);
        assertThat(figures.minutes().stream().mapToLong(LockFigures.Minute::refusals).sum())
                .as("refusals")
                .isEqualTo(refusals);
    }

    @Test
    void oneDocumentIsCountedAndItsRenewalIsNot() {
        locks.acquireLock(doc, ANNA);
        locks.acquireLock(doc, ANNA);
        assertCounted(1, 0);
        locks.acquireLock(doc, BOB);
        locks.acquireLock(doc, BOB);
        assertCounted(1, 2);
        assertThat(locks.getFigures().contended())
                .containsExactly(new LockFigures.Contended(doc, 2));
    }

    @Test
    void ofSeveralDocumentsEachGrantIsCounted() {
        locks.acquireLocks(List.of(doc, other), ANNA, AcquireOptions.defaults());
        assertCounted(2, 0);
    }

    @Test
    void whereOneOfSeveralIsRefusedNothingWasGranted() {
        locks.acquireLock(other, BOB);
        assertCounted(1, 0);
        locks.acquireLocks(List.of(doc, other), ANNA, AcquireOptions.defaults());
        assertCounted(1, 1);
        assertThat(locks.getFigures().contended())
                .containsExactly(new LockFigures.Contended(other, 1));
    }

    @Test
    void whoeverWaitsIsCountedWhenTheAnswerIsThere() {
        locks.acquireLock(doc, BOB);
        LockTicket waits = LockTicket.of(doc, ANNA, AcquireOptions.defaults());
        locks.queue().stand(waits, LockQueue.LEASE);
        locks.queue().stand(waits, LockQueue.LEASE);
        assertCounted(1, 0);
        locks.releaseLock(doc, BOB);
        assertThat(locks.queue().stand(waits, LockQueue.LEASE).success()).isTrue();
        assertCounted(2, 0);
    }

    @Test
    void whoeverHasWaitedInVainIsRefusedOnce() {
        locks.acquireLock(doc, BOB);
        LockTicket waits = LockTicket.of(doc, ANNA, AcquireOptions.defaults());
        locks.queue().stand(waits, Duration.ofSeconds(5));
        locks.queue().standNoMore(waits);
        assertCounted(1, 1);
        assertThat(locks.getFigures().contended())
                .containsExactly(new LockFigures.Contended(doc, 1));
    }
}
