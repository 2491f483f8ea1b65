package org.doclock.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.doclock.events.LiveView;
import org.doclock.events.LockEvent;
import org.doclock.events.LockSnapshot;
import org.doclock.locking.DocumentLock;

/** The locks of the live view, sorted and filtered. Thread-safe: one caller at a time. */
@ApplicationScoped
public class LockListing {

    /** Of rows that nothing follows upon. */
    private static final long NO_VERSION = -1;

    @Inject private LiveView view;

    /** Given up where memory is short; then the view is read again. */
    private SoftReference<LockRows> rows = new SoftReference<>(null);

    /**
     * A part of the table.
     *
     * @param version of the live view that it shows
     * @param total how many locks match in all
     */
    record Part(long version, int total, List<LockRow> rows) {}

    /** The locks that match, from the first to so many; empty while the view is not live. */
    Optional<Part> find(
            LockFilter filter, LockColumn column, boolean descending, int first, int atMost) {
        synchronized (this) {
            return refresh().map(known -> part(known, filter, column, descending, first, atMost));
        }
    }

    /**
     * Those that were found so far, while the view reads all for the first time. For one caller.
     */
    Optional<LockRows> glance() {
        return Optional.of(view.found())
                .filter(it -> !it.isEmpty())
                .map(it -> new LockRows(new LockSnapshot(NO_VERSION, it)));
    }

    /** How many those are. */
    int countFound() {
        return view.countFound();
    }

    static Part part(
            LockRows rows,
            LockFilter filter,
            LockColumn column,
            boolean descending,
            int first,
            int atMost) {
        LockRow[] matching = rows.sorted(column, filter);
        return new Part(rows.version(), matching.length, part(matching, descending, first, atMost));
    }

    /** How many locks match, and of which version; without rows, in no order, so the cheapest. */
    Optional<Part> count(LockFilter filter) {
        synchronized (this) {
            return refresh()
                    .map(known -> new Part(known.version(), known.count(filter), List.of()));
        }
    }

    private static List<LockRow> part(
            LockRow[] matching, boolean descending, int first, int atMost) {
        int from = Math.max(0, Math.min(first, matching.length));
        int to = (int) Math.min((long) from + atMost, matching.length);
        if (!descending) {
            return List.of(Arrays.copyOfRange(matching, from, to));
        }
        List<LockRow> part =
                new ArrayList<>(
                        Arrays.asList(matching)
                                .subList(matching.length - to, matching.length - from));
        Collections.reverse(part);
        return part;
    }

    /** A lock as a row, whether or not the live view knows it. */
    LockRow row(DocumentLock lock) {
        synchronized (this) {
            return known().map(it -> it.row(lock))
                    .orElseGet(() -> LockRow.of(lock, LockRow.likelyLength(lock)));
        }
    }

    int sessionsOf(String userId) {
        synchronized (this) {
            return known().map(it -> it.sessionsOf(userId)).orElse(0);
        }
    }

    /** Epoch milliseconds by Redis's clock, as far as it is known. */
    long now() {
        synchronized (this) {
            return System.currentTimeMillis() + known().map(LockRows::ahead).orElse(0L);
        }
    }

    private Optional<LockRows> known() {
        return Optional.ofNullable(rows.get());
    }

    /** With what changed since the last look; empty if the view is not live. */
    private Optional<LockRows> refresh() {
        Optional<LockRows> known = known();
        Optional<List<LockEvent>> changes = known.flatMap(it -> view.changesSince(it.version()));
        if (changes.isPresent()) {
            known.orElseThrow().apply(changes.get());
            return known;
        }
        Optional<LockRows> fresh = view.locks().map(LockRows::new);
        fresh.ifPresent(it -> rows = new SoftReference<>(it));
        return fresh;
    }
}
