package org.doclock.events;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.doclock.locking.LockingService;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What Redis publishes, told to listeners in this server: what the scripts did, and nothing of what
 * ends by itself or what other programs do; {@link LiveView} adds that.
 *
 * <p>Connects when the first listener comes, and disconnects some time after the last has gone.
 * Thread-safe.
 */
@ApplicationScoped
public class LockEvents {

    private final Listeners listeners = new Listeners();

    /** Guards the two below; never held while a listener is told something. */
    private final Object connecting = new Object();

    private Optional<Subscriber> subscriber = Optional.empty();
    private int needs;
    private long unneededSince;

    /** Held while listeners are told something: so each is told in order. Guards the one below. */
    private final Object telling = new Object();

    private Optional<Subscriber> live = Optional.empty();

    private volatile long lagMillis;

    @Inject private LockingService locks;

    private EventSettings settings;

    /** For the container. */
    public LockEvents() {}

    LockEvents(LockingService locks, EventSettings settings) {
        this.locks = locks;
        this.settings = settings;
    }

    @PostConstruct
    void start() {
        settings = EventSettings.from(ConfigProvider.getConfig());
    }

    /**
     * Tells of every document, until the registration is closed. If events are heard already,
     * {@link LockListener#live()} is called at once, by this thread.
     */
    public Registration listen(LockListener listener) {
        return listen(listener, () -> listeners.add(listener));
    }

    /** The same of some documents. */
    public Registration listen(Collection<String> documentIds, LockListener listener) {
        return listen(listener, () -> listeners.add(documentIds, listener));
    }

    private Registration listen(LockListener listener, Supplier<Registration> add) {
        need();
        Registration place;
        synchronized (telling) {
            place = add.get();
            if (live.isPresent()) {
                Listeners.tell(listener, LockListener::live);
            }
        }
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                place.close();
                needNoMore();
            }
        };
    }

    @PreDestroy
    void stop() {
        Optional<Subscriber> last;
        synchronized (connecting) {
            last = subscriber;
            subscriber = Optional.empty();
        }
        last.ifPresent(Subscriber::stopAndWait);
    }

    private void need() {
        synchronized (connecting) {
            needs++;
            if (subscriber.isEmpty()) {
                subscriber = Optional.of(new Subscriber(locks.feed(), this).start());
            }
        }
    }

    private void needNoMore() {
        synchronized (connecting) {
            needs--;
            unneededSince = System.nanoTime();
        }
    }

    void stopIfIdle() {
        Optional<Subscriber> idle = Optional.empty();
        synchronized (connecting) {
            if (needs == 0 && System.nanoTime() - unneededSince > settings.lingering().toNanos()) {
                idle = subscriber;
                subscriber = Optional.empty();
            }
        }
        idle.ifPresent(Subscriber::stop);
    }

    void live(Subscriber of) {
        synchronized (telling) {
            live = Optional.of(of);
            listeners.tellAll(LockListener::live);
        }
    }

    /** A later one may be live by now. */
    void notLive(Subscriber of) {
        synchronized (telling) {
            if (isLive(of)) {
                live = Optional.empty();
                listeners.tellAll(LockListener::notLive);
            }
        }
    }

    void message(Subscriber of, String message) {
        synchronized (telling) {
            if (isLive(of)) {
                LockEvent.of(message).ifPresent(this::tell);
            }
        }
    }

    private void tell(LockEvent event) {
        lagMillis = System.currentTimeMillis() - event.at();
        listeners.tell(event);
    }

    /** How late the last event came, by this server's clock and Redis's. */
    long lagMillis() {
        return lagMillis;
    }

    private boolean isLive(Subscriber of) {
        return live.filter(it -> it == of).isPresent();
    }
}
