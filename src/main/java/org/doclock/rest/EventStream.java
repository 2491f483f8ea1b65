package org.doclock.rest;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.doclock.events.LiveView;
import org.doclock.events.LockEvent;
import org.doclock.events.LockListener;
import org.doclock.events.LockSnapshot;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockRequest;
import org.doclock.locking.LockingService;

/**
 * What one client is told: a snapshot, or what it missed; then every event; and a new snapshot
 * whenever the view was not live in between. It is told by the view, one call at a time, and only
 * puts it into the outbox.
 */
final class EventStream implements LockListener {

    private static final Duration QUIET = Duration.ofSeconds(15);

    /**
     * One after the other: the first makes the network of a client who is gone say so, the second
     * fails unseen, the third tells.
     */
    private static final int PINGS = 3;

    private final LiveView view;
    private final LockingService locks;
    private final EventFrames frames;
    private final EventFilter filter;
    private final Outbox outbox;
    private final long endsAt;

    /** The number of the last event that the client knows; used once. */
    private Optional<Long> known;

    private boolean live;
    private volatile long lastWord = System.nanoTime();

    /** Of the one thread that looks. */
    private int pings;

    /**
     * @param endsAt when the client has to come back, by {@link System#nanoTime()}
     */
    EventStream(
            LiveView view,
            LockingService locks,
            EventFrames frames,
            EventFilter filter,
            Outbox outbox,
            Optional<Long> known,
            long endsAt) {
        this.view = view;
        this.locks = locks;
        this.frames = frames;
        this.filter = filter;
        this.outbox = outbox;
        this.known = known;
        this.endsAt = endsAt;
    }

    @Override
    public void live() {
        live = true;
        Optional<List<LockEvent>> missed = known.flatMap(view::changesSince);
        if (missed.isPresent()) {
            long number = known.orElseThrow();
            for (LockEvent event : missed.get()) {
                number++;
                tell(event, number);
            }
        } else {
            snapshot();
        }
        known = Optional.empty();
    }

    @Override
    public void notLive() {
        live = false;
        say(() -> List.of(EventFrames.notLive()).iterator());
    }

    @Override
    public void event(LockEvent event) {
        if (live) {
            tell(event, view.version());
        }
    }

    /** To be called now and then; whether the client has to come back. */
    boolean isOver(long now) {
        if (now - lastWord > QUIET.toNanos()) {
            pings = PINGS;
            lastWord = now;
        }
        if (pings > 0) {
            pings--;
            outbox.add(() -> List.of(EventFrames.PING).iterator());
        }
        return now - endsAt > 0;
    }

    private void tell(LockEvent event, long number) {
        if (filter.shows(event)) {
            say(() -> List.of(frames.event(event, number, filter.viewer())).iterator());
        }
    }

    /** It holds whatever waits to be written. */
    private void snapshot() {
        long number = view.version();
        outbox.clear();
        if (filter.isOfAll()) {
            List<DocumentLock> all = view.locks().map(LockSnapshot::locks).orElse(List.of());
            say(() -> frames.snapshot(documents(all), number));
        } else {
            Map<String, DocumentLock> held = view.locks(filter.documentIds()).orElse(Map.of());
            say(() -> frames.snapshot(documents(held), number));
        }
    }

    private List<WatchedDocument> documents(Map<String, DocumentLock> held) {
        Map<String, List<LockRequest>> requests = requests(held.values());
        return filter.documentIds().stream()
                .map(
                        id ->
                                Optional.ofNullable(held.get(id))
                                        .map(it -> document(it, requests))
                                        .orElseGet(() -> WatchedDocument.free(id)))
                .toList();
    }

    private List<WatchedDocument> documents(List<DocumentLock> held) {
        Map<String, List<LockRequest>> requests = requests(held);
        return held.stream().map(it -> document(it, requests)).toList();
    }

    private WatchedDocument document(DocumentLock lock, Map<String, List<LockRequest>> requests) {
        return WatchedDocument.of(
                lock, filter.viewer(), requests.getOrDefault(lock.documentId(), List.of()));
    }

    /** Who asks for what the viewer holds: the view does not know. */
    private Map<String, List<LockRequest>> requests(Collection<DocumentLock> held) {
        List<String> own =
                held.stream()
                        .filter(filter.viewer()::isHolder)
                        .map(DocumentLock::documentId)
                        .toList();
        return own.isEmpty() ? Map.of() : locks.getLockRequests(own);
    }

    private void say(Supplier<Iterator<byte[]>> frames) {
        lastWord = System.nanoTime();
        outbox.add(frames);
    }
}
