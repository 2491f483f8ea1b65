package org.doclock.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.doclock.events.LiveView;
import org.doclock.events.LockEvent;
import org.doclock.events.LockSnapshot;
import org.doclock.locking.DocumentLock;

/**
 * The locks of the live view, sorted and filtered. Thread-safe: one caller at a time.
 *
 * <p>100,000 locks are too many to sort for every look. The order of each column is kept; what did
 * not change keeps its place in it, and sorting again then only merges in what did.
 */
@ApplicationScoped
public class LockListing {

    /** How long a lock lasts whose beginning and renewals nobody heard of. */
    private static final Duration USUAL_LENGTH = Duration.ofMinutes(5);

    private static final int REMEMBERED_ANSWERS = 8;
    private static final int NEWS_KEPT = 10_000;
    private static final LockRow[] NO_ROWS = {};

    @Inject private LiveView view;

    private final Map<String, LockRow> rows = new HashMap<>();
    private final Map<LockColumn, Order> orders = new EnumMap<>(LockColumn.class);
    private final Map<Question, LockRow[]> answers = new LinkedHashMap<>();
    private Sessions sessions = new Sessions();
    private Optional<Long> version = Optional.empty();

    /** How far Redis's clock is ahead of this machine's, milliseconds. */
    private long ahead;

    /** Every row that was put since the live view was read, at most so many. */
    private final List<LockRow> news = new ArrayList<>();

    /**
     * @param seen how many of the news are in it
     */
    private record Order(long version, LockRow[] rows, int seen) {}

    /**
     * @param second of the answer, where that matters
     */
    private record Question(LockFilter filter, LockColumn column, long second) {}

    /**
     * A part of the table.
     *
     * @param version of the live view that it shows
     * @param total how many locks match in all
     * @param now by Redis's clock, epoch milliseconds
     */
    record Part(long version, int total, List<LockRow> rows, long now) {}

    /** The locks that match, from the first to so many; empty while the view is not live. */
    synchronized Optional<Part> find(
            LockFilter filter, LockColumn column, boolean descending, int first, int atMost) {
        if (!refresh()) {
            return Optional.empty();
        }
        LockRow[] matching = matching(filter, column);
        int from = Math.max(0, Math.min(first, matching.length));
        int to = (int) Math.min((long) from + atMost, matching.length);
        List<LockRow> part;
        if (descending) {
            part =
                    new ArrayList<>(
                            Arrays.asList(matching)
                                    .subList(matching.length - to, matching.length - from));
            Collections.reverse(part);
        } else {
            part = List.of(Arrays.copyOfRange(matching, from, to));
        }
        return Optional.of(new Part(version.orElseThrow(), matching.length, part, now()));
    }

    /** A lock as a row, whether or not the live view knows it. */
    synchronized LockRow row(DocumentLock lock) {
        return Optional.ofNullable(rows.get(lock.documentId()))
                .filter(it -> it.lock().token() == lock.token())
                .map(it -> LockRow.of(lock, it.length()))
                .orElseGet(() -> LockRow.of(lock, likelyLength(lock)));
    }

    synchronized int sessionsOf(String userId) {
        return sessions.of(userId);
    }

    /** Epoch milliseconds by Redis's clock, as far as it is known. */
    synchronized long now() {
        return System.currentTimeMillis() + ahead;
    }

    private LockRow[] matching(LockFilter filter, LockColumn column) {
        long now = now();
        LockRow[] sorted = order(column);
        if (filter.equals(LockFilter.NONE)) {
            return sorted;
        }
        Question question = new Question(filter, column, filter.dependsOnTime() ? now / 1000 : 0);
        LockRow[] known = answers.get(question);
        if (known != null) {
            return known;
        }
        LockRow[] found =
                Arrays.stream(sorted)
                        .filter(row -> filter.matches(row, now))
                        .toArray(LockRow[]::new);
        if (answers.size() >= REMEMBERED_ANSWERS) {
            answers.remove(answers.keySet().iterator().next());
        }
        answers.put(question, found);
        return found;
    }

    private LockRow[] order(LockColumn column) {
        Order earlier = orders.getOrDefault(column, new Order(-1, NO_ROWS, 0));
        long current = version.orElseThrow();
        if (earlier.version == current) {
            return earlier.rows;
        }
        LockRow[] sorted =
                Stream.concat(
                                Arrays.stream(earlier.rows),
                                news.subList(earlier.seen, news.size()).stream())
                        .filter(this::stands)
                        .toArray(LockRow[]::new);
        Arrays.sort(sorted, column.order(sessions::of));
        orders.put(column, new Order(current, sorted, news.size()));
        return sorted;
    }

    /** This very row, which no later one of its document has replaced. */
    private boolean stands(LockRow row) {
        return rows.get(row.lock().documentId()) == row;
    }

    /** Takes over what changed; false if the view is not live. */
    private boolean refresh() {
        Optional<List<LockEvent>> changes = version.flatMap(view::changesSince);
        if (changes.isPresent()) {
            if (!changes.get().isEmpty()) {
                changes.get().forEach(this::apply);
                version = version.map(it -> it + changes.get().size());
                answers.clear();
                forgetOldNews();
            }
            return true;
        }
        Optional<LockSnapshot> all = view.locks();
        all.ifPresent(this::begin);
        return all.isPresent();
    }

    private void begin(LockSnapshot snapshot) {
        rows.clear();
        news.clear();
        orders.clear();
        sessions = new Sessions();
        answers.clear();
        for (DocumentLock lock : snapshot.locks()) {
            put(lock, likelyLength(lock));
        }
        snapshot.locks().stream()
                .filter(it -> it.expiresAt() != DocumentLock.NEVER)
                .findFirst()
                .ifPresent(it -> setClock(it.expiresAt() - it.remaining().toMillis()));
        version = Optional.of(snapshot.version());
    }

    private static Duration likelyLength(DocumentLock lock) {
        long whole = lock.expiresAt() - lock.timestamp();
        return whole > 0 && whole < USUAL_LENGTH.toMillis()
                ? Duration.ofMillis(whole)
                : USUAL_LENGTH;
    }

    private void apply(LockEvent event) {
        setClock(event.at());
        switch (event.type()) {
            case ACQUIRED, RENEWED, TRANSFERRED ->
                    event.lock()
                            .ifPresent(
                                    it -> put(it, Duration.ofMillis(it.expiresAt() - event.at())));
            case RELEASED, EXPIRED, BROKEN -> remove(event.documentId());
            case REQUESTED -> {}
        }
    }

    private void put(DocumentLock lock, Duration length) {
        remove(lock.documentId());
        LockRow row = LockRow.of(lock, length);
        rows.put(lock.documentId(), row);
        news.add(row);
        sessions.add(lock);
    }

    /** The orders then begin anew, with the rows that stand as the news. */
    private void forgetOldNews() {
        if (news.size() > NEWS_KEPT + 2 * rows.size()) {
            orders.clear();
            news.clear();
            news.addAll(rows.values());
        }
    }

    private void remove(String documentId) {
        Optional.ofNullable(rows.remove(documentId)).ifPresent(it -> sessions.remove(it.lock()));
    }

    private void setClock(long redisNow) {
        ahead = redisNow - System.currentTimeMillis();
    }
}
