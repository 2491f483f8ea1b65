package org.doclock.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockFeed;
import org.junit.jupiter.api.Test;

class LockTableTest {

    private static final long NOW = System.nanoTime();

    private final LockTable table = new LockTable();

    @Test
    void whatAnEventNamedWhileEverythingWasReadTakesTheEventsState() {
        table.beginReading();
        table.apply(acquired("quote-1", 2, 60_000), NOW);
        table.apply(released("quote-2", 1), NOW);
        assertThat(table.found("quote-1", Optional.of(lock("quote-1", 1, 60_000)), NOW)).isEmpty();
        assertThat(table.found("quote-2", Optional.of(lock("quote-2", 1, 60_000)), NOW)).isEmpty();
        table.unseen().forEach(id -> table.found(id, Optional.empty(), NOW));
        table.endReading();
        assertThat(table.locks(NOW)).extracting(DocumentLock::token).containsExactly(2L);
    }

    @Test
    void aLockIsDueOnceWhenItsLastRenewalIsOver() {
        table.apply(acquired("quote-1", 1, 1_000), NOW);
        for (int i = 1; i <= 100; i++) {
            table.apply(acquired("quote-1", 1, 1_000 + i), NOW);
        }
        assertThat(table.due(in(1_050), 10)).isEmpty();
        assertThat(table.due(in(1_100), 10)).containsExactly("quote-1");
        assertThat(table.due(in(1_100), 10)).isEmpty();
    }

    @Test
    void aShortenedLockIsDueSooner() {
        table.apply(acquired("quote-1", 1, 60_000), NOW);
        table.apply(acquired("quote-1", 1, 1_000), NOW);
        assertThat(table.due(in(1_000), 10)).containsExactly("quote-1");
    }

    @Test
    void aLockThatIsReadAgainEndsNoLaterUnlessItStandsAtItsEnd() {
        DocumentLock lock = lock("quote-1", 1, 1_000);
        table.apply(acquired("quote-1", 1, 1_000), NOW);
        table.found("quote-1", Optional.of(lock.withRemaining(Duration.ofMillis(950))), in(100));
        assertThat(table.due(in(1_000), 10)).containsExactly("quote-1");
        table.found("quote-1", Optional.of(lock.withRemaining(Duration.ofMillis(500))), in(1_000));
        assertThat(table.due(in(1_499), 10)).isEmpty();
        assertThat(table.due(in(1_500), 10)).containsExactly("quote-1");
    }

    @Test
    void whatWasTakenAndReleasedManyTimesLeavesNothingBehind() {
        for (int i = 0; i < 50_000; i++) {
            table.apply(acquired("quote-1", i, 60_000), NOW);
            table.apply(released("quote-1", i), NOW);
        }
        table.apply(acquired("quote-1", 1, 1_000), NOW);
        assertThat(table.due(in(70_000), 10)).containsExactly("quote-1");
        assertThat(table.nextDue(NOW)).isEmpty();
    }

    @Test
    void anEndIsToldByWhatWasKnown() {
        table.apply(acquired("quote-1", 1, 1_000), NOW);
        table.apply(acquired("quote-2", 1, 60_000), NOW);
        assertThat(table.found("quote-1", Optional.empty(), in(1_001)).map(LockEvent::type))
                .contains(LockEventType.EXPIRED);
        assertThat(table.found("quote-2", Optional.empty(), in(1_001)).map(LockEvent::type))
                .contains(LockEventType.RELEASED);
        assertThat(table.found("quote-2", Optional.empty(), in(1_001))).isEmpty();
    }

    private static long in(int millis) {
        return NOW + Duration.ofMillis(millis).toNanos();
    }

    private static DocumentLock lock(String documentId, long token, int millis) {
        return LockFeed.decode(
                documentId,
                "{\"userId\":\"anna\",\"token\":%d,\"timestamp\":1,\"attempt\":\"ACQUIRED-a\"}"
                        .formatted(token),
                1_000_000 + millis,
                1_000_000);
    }

    private static LockEvent acquired(String documentId, long token, int millis) {
        return LockEvent.found(
                LockEventType.ACQUIRED,
                documentId,
                1_000_000,
                Optional.of(lock(documentId, token, millis)),
                Optional.empty());
    }

    private static LockEvent released(String documentId, long token) {
        return LockEvent.ended(LockEventType.RELEASED, lock(documentId, token, 0), 1_000_000);
    }
}
