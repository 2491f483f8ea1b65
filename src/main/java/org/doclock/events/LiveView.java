package org.doclock.events;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockingService;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What is locked, kept in memory while somebody looks: it hears what Redis publishes, finds out
 * what ended by itself or was done by other programs, and tells all of it. It decides nothing, and
 * asks nobody for a role: whoever shows it to somebody has to.
 *
 * <p>Until it has read every lock, and while Redis does not answer, it is not live and shows
 * nothing, rather than a part that could be taken for the whole. Thread-safe.
 *
 * <p>No method is {@code synchronized} as a whole: the container's proxy of a bean takes that over,
 * and would lock itself before the bean, where a listener that asks while it is told locks them the
 * other way round.
 */
@ApplicationScoped
public class LiveView {

    private final Listeners listeners = new Listeners();
    private final EventHistory history = new EventHistory();

    @Inject private LockEvents events;
    @Inject private LockingService locks;

    private EventSettings settings;
    private Optional<ViewKeeper> keeper = Optional.empty();
    private long lastLook;

    /** For the container. */
    public LiveView() {}

    LiveView(LockEvents events, LockingService locks, EventSettings settings) {
        this.events = events;
        this.locks = locks;
        this.settings = settings;
    }

    @PostConstruct
    void start() {
        settings = EventSettings.from(ConfigProvider.getConfig());
    }

    @PreDestroy
    void stop() {
        Optional<ViewKeeper> last;
        synchronized (this) {
            last = keeper;
            keeper = Optional.empty();
        }
        last.ifPresent(ViewKeeper::stop);
    }

    /**
     * Tells of every document, until the registration is closed. If the view is live already,
     * {@link LockListener#live()} is called at once, by this thread. During that call what is asked
     * for is exactly what the next events follow upon.
     */
    public Registration listen(LockListener listener) {
        return listen(listener, () -> listeners.add(listener));
    }

    /** The same of some documents. */
    public Registration listen(Collection<String> documentIds, LockListener listener) {
        return listen(listener, () -> listeners.add(documentIds, listener));
    }

    private synchronized Registration listen(LockListener listener, Supplier<Registration> add) {
        Registration place = add.get();
        look().ifPresent(live -> Listeners.tell(listener, LockListener::live));
        return () -> {
            synchronized (this) {
                place.close();
                lastLook = System.nanoTime();
            }
        };
    }

    /** Every lock there is; empty while the view is not live, which asking for it makes it soon. */
    public Optional<LockSnapshot> locks() {
        synchronized (this) {
            return look().map(it -> new LockSnapshot(version(), it.locks(System.nanoTime())));
        }
    }

    /**
     * The locks that were found so far, while all are read for the first time; none before, nor
     * when all are known. A part, to be shown as one: a document that is not in it may be locked.
     */
    public List<DocumentLock> found() {
        synchronized (this) {
            return readingAtFirst().map(it -> it.locks(System.nanoTime())).orElse(List.of());
        }
    }

    /** How many those are. */
    public int countFound() {
        synchronized (this) {
            return readingAtFirst().map(LockTable::size).orElse(0);
        }
    }

    private Optional<LockTable> readingAtFirst() {
        return keeper.filter(it -> !it.isKnown()).map(ViewKeeper::table);
    }

    /** Those of these documents that are locked, sorted by id; empty while the view is not live. */
    public Optional<Map<String, DocumentLock>> locks(Collection<String> documentIds) {
        synchronized (this) {
            return look().map(
                            table -> {
                                Map<String, DocumentLock> held = new TreeMap<>();
                                long now = System.nanoTime();
                                for (String id : documentIds) {
                                    table.lock(id, now).ifPresent(it -> held.put(id, it));
                                }
                                return held;
                            });
        }
    }

    /** How many locks there are, if that is known already: to ask for it is no look. */
    OptionalInt count() {
        synchronized (this) {
            return keeper.filter(ViewKeeper::isLive)
                    .map(it -> OptionalInt.of(it.table().size()))
                    .orElse(OptionalInt.empty());
        }
    }

    /** The number of the last change. */
    public long version() {
        synchronized (this) {
            return history.last();
        }
    }

    /**
     * What changed after this version, in order, so that the version now is that much higher. Empty
     * if it is not known any more, or the view is not live: then look at everything again.
     */
    public Optional<List<LockEvent>> changesSince(long version) {
        synchronized (this) {
            return look().flatMap(live -> history.after(version));
        }
    }

    /** The locks, if they are all known. */
    private Optional<LockTable> look() {
        lastLook = System.nanoTime();
        if (keeper.isEmpty()) {
            keeper = Optional.of(new ViewKeeper(this, events, locks.feed(), settings).start());
        }
        return keeper.filter(ViewKeeper::isLive).map(ViewKeeper::table);
    }

    // ---- called by the keeper, which holds this view's monitor

    /** What is found while nothing is known yet is no change. */
    void tell(ViewKeeper it, LockEvent event) {
        if (it.isKnown()) {
            history.add(event);
            listeners.tell(event);
        }
    }

    void tellLive() {
        listeners.tellAll(LockListener::live);
    }

    void tellNotLive() {
        listeners.tellAll(LockListener::notLive);
    }

    boolean endIfNobodyLooks(ViewKeeper it) {
        boolean ends =
                listeners.isEmpty()
                        && System.nanoTime() - lastLook > settings.lingering().toNanos();
        if (ends && keeper.filter(own -> own == it).isPresent()) {
            keeper = Optional.empty();
            history.forget();
        }
        return ends;
    }
}
