package org.doclock.locking;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counts what callers who want to acquire are told: granted, or refused. Tries of one who goes on
 * waiting are neither, and what is given back because another document was refused was not granted.
 * Thread-safe.
 */
final class LockTally {

    private static final int MINUTES = 60;
    private static final int CONTENDED_SHOWN = 10;
    private static final int DOCUMENTS_COUNTED = 2_000;

    private final Clock clock;
    private final long[] minutes = new long[MINUTES];
    private final long[] grants = new long[MINUTES];
    private final long[] refusals = new long[MINUTES];
    private final Map<String, Long> refused = new HashMap<>();

    LockTally(Clock clock) {
        this.clock = clock;
    }

    synchronized LockResult count(String documentId, LockResult answer) {
        int slot = slot(minute());
        switch (answer.outcome()) {
            case ACQUIRED, RESUMED, TAKEN_OVER -> grants[slot]++;
            case LOCKED, TOO_MANY -> {
                refusals[slot]++;
                forgetSomeIfMany();
                refused.merge(documentId, 1L, Long::sum);
            }
            default -> {}
        }
        return answer;
    }

    /** Several documents: all granted, or the one that was refused. */
    LockSetResult count(LockSetResult answer) {
        Stream.concat(answer.grants().stream(), answer.refusal().stream())
                .forEach(
                        result ->
                                result.lockInfo()
                                        .ifPresent(lock -> count(lock.documentId(), result)));
        return answer;
    }

    synchronized LockFigures figures() {
        long now = minute();
        List<LockFigures.Minute> hour = new ArrayList<>();
        for (long minute = now - MINUTES + 1; minute <= now; minute++) {
            int slot = (int) (minute % MINUTES);
            boolean counted = minutes[slot] == minute;
            hour.add(
                    new LockFigures.Minute(
                            minute * 60_000,
                            counted ? grants[slot] : 0,
                            counted ? refusals[slot] : 0));
        }
        List<LockFigures.Contended> contended =
                refused.entrySet().stream()
                        .map(it -> new LockFigures.Contended(it.getKey(), it.getValue()))
                        .sorted(
                                Comparator.comparingLong(LockFigures.Contended::refusals)
                                        .reversed()
                                        .thenComparing(LockFigures.Contended::documentId))
                        .limit(CONTENDED_SHOWN)
                        .toList();
        return new LockFigures(hour, contended);
    }

    private long minute() {
        return clock.millis() / 60_000;
    }

    private int slot(long minute) {
        int slot = (int) (minute % MINUTES);
        if (minutes[slot] != minute) {
            minutes[slot] = minute;
            grants[slot] = 0;
            refusals[slot] = 0;
        }
        return slot;
    }

    /** Halves all counts, so that those who are refused once in a while make room. */
    private void forgetSomeIfMany() {
        if (refused.size() >= DOCUMENTS_COUNTED) {
            refused.replaceAll((id, count) -> count / 2);
            refused.values().removeIf(count -> count == 0);
        }
    }
}
