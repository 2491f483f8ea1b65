package org.doclock.events;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import org.doclock.locking.DocumentLock;

/**
 * The locks that are known, and when each has to be looked after. Not thread-safe.
 *
 * <p>Times are of {@link System#nanoTime()}: a lock ends as long after it was heard of as Redis
 * said it would last, so no clock of another machine matters.
 */
final class LockTable {

    /** How many times to look after locks that are no more are kept at least. */
    private static final int SPARE = 1_000;

    private final Map<String, KnownLock> entries = new HashMap<>();

    /** One for each lock with an end, never later than that. */
    private final PriorityQueue<DueTime> dues = new PriorityQueue<>();

    /** Documents whose events did not say what stands now. */
    private final Set<String> unclear = new LinkedHashSet<>();

    /** Documents that an event named since the reading began that is under way. */
    private final Set<String> touched = new HashSet<>();

    /** Counts them. */
    private int readings;

    private boolean reading;

    /** All, in no order. */
    int size() {
        return entries.size();
    }

    List<DocumentLock> locks(long now) {
        return entries.values().stream().map(it -> it.at(now)).toList();
    }

    Optional<DocumentLock> lock(String documentId, long now) {
        return entry(documentId).map(it -> it.at(now));
    }

    private Optional<KnownLock> entry(String documentId) {
        return Optional.ofNullable(entries.get(documentId));
    }

    /** What an event changes, completed by what was known. Empty if it has to be looked after. */
    Optional<LockEvent> apply(LockEvent event, long now) {
        String id = event.documentId();
        if (event.type() == LockEventType.REQUESTED) {
            return Optional.of(event.lock().isPresent() ? event : event.withLock(lock(id, now)));
        }
        if (reading) {
            touched.add(id);
        }
        Optional<DocumentLock> known = lock(id, now);
        if (event.lock().isPresent()) {
            DocumentLock lock = event.lock().get();
            put(lock, now);
            boolean replaced = known.filter(it -> !Finding.isSameGrant(it, lock)).isPresent();
            return Optional.of(replaced ? event.withPrevious(known) : event);
        }
        if (event.type().isEnd()) {
            entries.remove(id);
            return Optional.of(event.previous().isPresent() ? event : event.withPrevious(known));
        }
        unclear.add(id);
        return Optional.empty();
    }

    /** Up to so many documents that have to be asked for now. */
    List<String> due(long now, int atMost) {
        Set<String> ids = new LinkedHashSet<>();
        unclear.stream().limit(atMost).forEach(ids::add);
        unclear.removeAll(ids);
        while (ids.size() < atMost && !dues.isEmpty() && dues.peek().at() - now <= 0) {
            DueTime due = dues.poll();
            entry(due.documentId())
                    .filter(it -> it.isDueAt(due))
                    .ifPresent(
                            it -> {
                                entries.put(due.documentId(), it.withoutDue());
                                if (it.endsAt() - now > 0) {
                                    put(it.at(now), now);
                                } else {
                                    ids.add(due.documentId());
                                }
                            });
        }
        return new ArrayList<>(ids);
    }

    /** They could not be asked for: they are due still. */
    void askAgain(Collection<String> documentIds) {
        unclear.addAll(documentIds);
    }

    /** When the next document is due; empty if none ever is. */
    OptionalLong nextDue(long now) {
        if (!unclear.isEmpty()) {
            return OptionalLong.of(now);
        }
        return dues.isEmpty() ? OptionalLong.empty() : OptionalLong.of(dues.peek().at());
    }

    void beginReading() {
        reading = true;
        readings++;
        touched.clear();
    }

    void endReading() {
        reading = false;
        touched.clear();
    }

    /** What reading a document tells, unless an event named it meanwhile. */
    Optional<LockEvent> found(String documentId, Optional<DocumentLock> lock, long now) {
        if (touched.contains(documentId)) {
            return Optional.empty();
        }
        Optional<KnownLock> known = entry(documentId);
        lock.ifPresentOrElse(it -> put(it, now), () -> entries.remove(documentId));
        return lock.isPresent()
                ? Finding.standing(lock.get(), known.map(it -> it.at(now)))
                : known.map(it -> Finding.ended(it, now));
    }

    /** Known locks that nothing was heard of since the reading began. */
    List<String> unseen() {
        return entries.values().stream()
                .filter(it -> it.reading() != readings)
                .map(it -> it.lock().documentId())
                .filter(it -> !touched.contains(it))
                .toList();
    }

    private void put(DocumentLock lock, long now) {
        Optional<KnownLock> known = entry(lock.documentId());
        long endsAt = endsAt(lock, known, now);
        Optional<DueTime> due =
                known.flatMap(KnownLock::due)
                        .filter(it -> KnownLock.ends(lock) && it.at() - endsAt <= 0);
        if (due.isEmpty() && KnownLock.ends(lock)) {
            due = Optional.of(new DueTime(endsAt, lock.documentId()));
            dues.add(due.get());
        }
        entries.put(lock.documentId(), new KnownLock(lock, endsAt, due, readings));
        if (dues.size() > 2 * entries.size() + SPARE) {
            dues.clear();
            entries.values().forEach(it -> it.due().ifPresent(dues::add));
        }
    }

    /**
     * What is heard took its time, so the earlier of two reckonings of one end is the better one,
     * unless it proved wrong.
     */
    private static long endsAt(DocumentLock lock, Optional<KnownLock> known, long now) {
        if (!KnownLock.ends(lock)) {
            return now;
        }
        long end = now + lock.remaining().toNanos();
        return known.filter(it -> it.lock().expiresAt() == lock.expiresAt())
                .map(KnownLock::endsAt)
                .filter(it -> it - now > 0 && it - end < 0)
                .orElse(end);
    }
}
