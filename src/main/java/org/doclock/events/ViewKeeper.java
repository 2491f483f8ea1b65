package org.doclock.events;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.doclock.locking.LockFeed;
import org.doclock.locking.StoreUnavailableException;

/**
 * Keeps a table of all locks, from when somebody looks until nobody has looked for a while, on a
 * thread of its own. What it shares with that thread is guarded by the view.
 */
final class ViewKeeper implements LockListener {

    /** How often to see whether somebody still looks. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private static final Logger LOG = Logger.getLogger(ViewKeeper.class.getName());

    private final LiveView view;
    private final LockEvents events;
    private final EventSettings settings;
    private final LockTable table = new LockTable();
    private final TableReading reading;
    private final GrowingPause pause = new GrowingPause(FIRST_PAUSE);
    private final Thread thread = Subscriber.daemon(this::run, "doclock-live-view");

    /** Counts how often events began to be heard. */
    private int connections;

    private boolean heard;
    private boolean complete;
    private volatile boolean known;
    private boolean stopped;
    private long nextScan;
    private long waitingUntil;

    ViewKeeper(LiveView view, LockEvents events, LockFeed feed, EventSettings settings) {
        this.view = view;
        this.events = events;
        this.settings = settings;
        reading = new TableReading(view, this, feed, table);
    }

    ViewKeeper start() {
        thread.start();
        return this;
    }

    /** Waits 2 s at most. */
    void stop() {
        synchronized (view) {
            stopped = true;
            view.notifyAll();
        }
        thread.interrupt();
        Subscriber.awaitEnd(thread);
    }

    LockTable table() {
        return table;
    }

    /** Whether the table holds every lock, and will hear of every change. */
    boolean isLive() {
        return heard && complete;
    }

    /** Whether what happens follows upon something that was told. Any thread may ask. */
    boolean isKnown() {
        return known;
    }

    // ---- called when events come, in order

    @Override
    public void live() {
        synchronized (view) {
            heard = true;
            connections++;
            complete = false;
            nextScan = System.nanoTime();
            view.notifyAll();
        }
    }

    @Override
    public void notLive() {
        synchronized (view) {
            heard = false;
            if (complete && !stopped) {
                view.tellNotLive();
            }
            complete = false;
        }
    }

    @Override
    public void event(LockEvent event) {
        synchronized (view) {
            if (stopped) {
                return;
            }
            long now = System.nanoTime();
            table.apply(event, now).ifPresent(it -> view.tell(this, it));
            if (table.nextDue(now).orElse(waitingUntil) - waitingUntil < 0) {
                view.notifyAll();
            }
        }
    }

    // ---- the thread

    private void run() {
        Registration registration = events.listen(this);
        try {
            while (awaitWork()) {
                work();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            registration.close();
        }
    }

    /** Whether there is more to do: no, when it was stopped or nobody looks. */
    private boolean awaitWork() throws InterruptedException {
        synchronized (view) {
            while (!stopped && !view.endIfNobodyLooks(this)) {
                long now = System.nanoTime();
                waitingUntil = nextWork(now);
                long millis = TimeUnit.NANOSECONDS.toMillis(waitingUntil - now);
                if (millis <= 0) {
                    return true;
                }
                view.wait(millis);
            }
            stopped = true;
            return false;
        }
    }

    private long nextWork(long now) {
        long wait = LOOK.toNanos();
        if (heard) {
            wait = Math.min(wait, nextScan - now);
        }
        if (heard && complete) {
            wait = Math.min(wait, table.nextDue(now).orElse(now + wait) - now);
        }
        return now + wait;
    }

    private void work() throws InterruptedException {
        boolean scan;
        synchronized (view) {
            scan = System.nanoTime() - nextScan >= 0;
        }
        try {
            if (scan) {
                readAll();
            } else {
                reading.due();
            }
            pause.succeeded();
        } catch (StoreUnavailableException e) {
            LOG.log(Level.FINE, "The live view could not ask Redis", e);
            synchronized (view) {
                if (scan) {
                    nextScan = System.nanoTime() + pause.next().toNanos();
                }
            }
            Thread.sleep(FIRST_PAUSE.toMillis());
            pause.failed();
        }
    }

    private void readAll() {
        int connection;
        synchronized (view) {
            connection = connections;
        }
        reading.all(() -> connection == connections && heard, this::whole);
    }

    private void whole() {
        nextScan = System.nanoTime() + settings.reconcile().toNanos();
        if (!complete) {
            complete = true;
            known = true;
            view.tellLive();
        }
    }
}
