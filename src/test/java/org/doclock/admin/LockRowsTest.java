package org.doclock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.doclock.events.LockEvent;
import org.doclock.events.LockEventType;
import org.doclock.events.LockSnapshot;
import org.doclock.locking.DocumentLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LockRowsTest {

    private static final LockFilter OF_ANNA = LockFilter.of(Map.of("q", "Anna"));

    private final Random random = new Random(7);
    private final Map<String, DocumentLock> locks = new HashMap<>();

    private DocumentLock lock(String documentId) {
        return new DocumentLock(
                documentId,
                "user" + random.nextInt(20),
                random.nextBoolean() ? Optional.of("Anna " + random.nextInt(5)) : Optional.empty(),
                Optional.of("tab" + random.nextInt(3)),
                1_000_000 + random.nextInt(1000),
                2_000_000 + random.nextInt(1000),
                Duration.ofSeconds(5),
                random.nextInt(1000),
                Optional.empty(),
                Optional.empty());
    }

    private LockEvent change() {
        String documentId = "doc" + random.nextInt(300);
        boolean ends = random.nextInt(3) == 0;
        Optional<DocumentLock> lock = ends ? Optional.empty() : Optional.of(lock(documentId));
        lock.ifPresentOrElse(it -> locks.put(documentId, it), () -> locks.remove(documentId));
        return new LockEvent(
                ends ? LockEventType.RELEASED : LockEventType.ACQUIRED,
                documentId,
                1_500_000,
                lock,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(LockColumn.class)
    void anOrderThatWasFollowedIsTheOneThatSortingGives(LockColumn column) {
        for (int i = 0; i < 200; i++) {
            locks.put("doc" + i, lock("doc" + i));
        }
        LockRows rows = new LockRows(new LockSnapshot(0, List.copyOf(locks.values())));
        for (int round = 0; round < 200; round++) {
            for (LockFilter filter : List.of(LockFilter.NONE, OF_ANNA)) {
                LockRow[] sorted = rows.sorted(column, filter);
                Comparator<LockRow> order = column.order(rows::sessionsOf);
                List<DocumentLock> expected =
                        locks.values().stream()
                                .map(rows::row)
                                .filter(it -> filter.matches(it, 0))
                                .sorted(order)
                                .map(LockRow::lock)
                                .toList();
                assertThat(sorted).extracting(LockRow::lock).isSubsetOf(expected);
                assertThat(sorted).hasSameSizeAs(expected).isSortedAccordingTo(order);
                assertThat(rows.count(filter)).isEqualTo(expected.size());
            }
            List<LockEvent> changes = new ArrayList<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                changes.add(change());
            }
            rows.apply(changes);
        }
        assertThat(rows.version()).isPositive();
    }
}
