package org.doclock.events;

import java.time.Duration;
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

    private final Map<String, Entry> entries = new HashMap<>();

    /** One for each lock with an end, never later than that. */
    private final PriorityQueue<Due> dues = new PriorityQueue<>();

    /** Documents whose events did not say what stands now. */
    private final Set<String> unclear = new LinkedHashSet<>();

    /** Documents that an event named since the reading began that is under way. */
    private final Set<String> touched = new HashSet<>();

    private boolean reading;

    /**
     * @param endsAt when it ends, if it does
     * @param due when to look after it; none if it is being looked after
     */
    private record Entry(DocumentLock lock, long endsAt, Optional<Due> due) {

        /** As it stands now. */
        DocumentLock at(long now) {
            return ends(lock) ? lock.withRemaining(left(now)) : lock;
        }

        Duration left(long now) {
            return Duration.ofNanos(Math.max(0, endsAt - now));
        }
    }

    private record Due(long at, String documentId) implements Comparable<Due> {

        @Override
        public int compareTo(Due other) {
            return Long.signum(at - other.at);
        }
    }

    /** Two locks of one document may be the same grant, seen twice. */
    private static boolean isSameGrant(DocumentLock one, DocumentLock other) {
        return one.token() == other.token()
                && one.timestamp() == other.timestamp()
                && one.userId().equals(other.userId())
                && one.sessionId().equals(other.sessionId());
    }

    private static boolean ends(DocumentLock lock) {
        return lock.expiresAt() != DocumentLock.NEVER;
    }

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

    private Optional<Entry> entry(String documentId) {
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
            boolean replaced = known.filter(it -> !isSameGrant(it, lock)).isPresent();
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
            Due due = dues.poll();
            entry(due.documentId())
                    .filter(it -> it.due().filter(own -> own == due).isPresent())
                    .ifPresent(
                            it -> {
                                entries.put(
                                        due.documentId(),
                                        new Entry(it.lock(), it.endsAt(), Optional.empty()));
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
        Optional<Entry> known = entry(documentId);
        lock.ifPresentOrElse(it -> put(it, now), () -> entries.remove(documentId));
        return lock.isPresent()
                ? standing(lock.get(), known.map(it -> it.at(now)))
                : known.map(it -> ended(it, now));
    }

    /** Known locks of other documents than these. */
    List<String> others(Set<String> documentIds) {
        return entries.keySet().stream().filter(it -> !documentIds.contains(it)).toList();
    }

    private static Optional<LockEvent> standing(DocumentLock lock, Optional<DocumentLock> known) {
        boolean same = known.filter(it -> isSameGrant(it, lock)).isPresent();
        if (same
                && known.get().expiresAt() == lock.expiresAt()
                && known.get().ending().equals(lock.ending())) {
            return Optional.empty();
        }
        long at =
                ends(lock)
                        ? lock.expiresAt() - lock.remaining().toMillis()
                        : System.currentTimeMillis();
        return Optional.of(
                LockEvent.found(
                        same ? LockEventType.RENEWED : LockEventType.ACQUIRED,
                        lock.documentId(),
                        at,
                        Optional.of(lock),
                        same ? Optional.empty() : known));
    }

    private static LockEvent ended(Entry known, long now) {
        DocumentLock lock = known.at(now);
        Duration left = known.left(now);
        if (!ends(lock) || !left.isZero()) {
            long at = ends(lock) ? lock.expiresAt() - left.toMillis() : System.currentTimeMillis();
            return LockEvent.ended(LockEventType.RELEASED, lock, at);
        }
        return LockEvent.ended(
                lock.ending().isPresent() ? LockEventType.BROKEN : LockEventType.EXPIRED,
                lock,
                lock.expiresAt());
    }

    private void put(DocumentLock lock, long now) {
        long endsAt = ends(lock) ? now + lock.remaining().toNanos() : now;
        Optional<Due> due =
                entry(lock.documentId())
                        .flatMap(Entry::due)
                        .filter(it -> ends(lock) && it.at() - endsAt <= 0);
        if (due.isEmpty() && ends(lock)) {
            due = Optional.of(new Due(endsAt, lock.documentId()));
            dues.add(due.get());
        }
        entries.put(lock.documentId(), new Entry(lock, endsAt, due));
        if (dues.size() > 2 * entries.size() + SPARE) {
            dues.clear();
            entries.values().forEach(it -> it.due().ifPresent(dues::add));
        }
    }
}
