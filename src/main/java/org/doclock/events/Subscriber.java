package org.doclock.events;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.doclock.locking.LockChannel;
import org.doclock.locking.LockFeed;
import org.doclock.locking.StoreUnavailableException;

/**
 * Hears Redis on a thread of its own, and connects again whenever the connection is lost, until it
 * is stopped. A second thread makes a connection that is silently dead fail.
 */
final class Subscriber {

    /** Several fit into the time that a connection may be silent. */
    private static final Duration PING = Duration.ofSeconds(2);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration END = Duration.ofSeconds(2);

    private static final Logger LOG = Logger.getLogger(Subscriber.class.getName());

    private final LockFeed feed;
    private final LockEvents events;
    private final Thread thread = daemon(this::run, "doclock-events");
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(it -> daemon(it, "doclock-events-ping"));

    private volatile boolean stopped;
    private volatile Optional<LockChannel> channel = Optional.empty();

    Subscriber(LockFeed feed, LockEvents events) {
        this.feed = feed;
        this.events = events;
    }

    Subscriber start() {
        timer.scheduleWithFixedDelay(
                this::tick, PING.toMillis(), PING.toMillis(), TimeUnit.MILLISECONDS);
        thread.start();
        return this;
    }

    /** Ends both threads, and does not wait for that. */
    void stop() {
        stopped = true;
        timer.shutdown();
        channel.ifPresent(LockChannel::close);
        thread.interrupt();
    }

    /** Ends both threads, and waits 2 s for that at most. */
    void stopAndWait() {
        stop();
        awaitEnd(thread);
    }

    /** Waits 2 s at most. */
    static void awaitEnd(Thread thread) {
        try {
            thread.join(END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tick() {
        channel.ifPresent(LockChannel::ping);
        events.stopIfIdle();
    }

    private void run() {
        GrowingPause pause = new GrowingPause(FIRST_PAUSE);
        while (!stopped) {
            if (hear()) {
                pause.succeeded();
            } else {
                pause.failed();
            }
            sleep(pause.next());
        }
    }

    /** Returns when the connection is lost: whether there was one. */
    private boolean hear() {
        boolean[] subscribed = {false};
        try (LockChannel open = feed.open()) {
            channel = Optional.of(open);
            if (!stopped) {
                open.listen(
                        () -> {
                            subscribed[0] = true;
                            events.live(this);
                        },
                        message -> events.message(this, message));
            }
        } catch (StoreUnavailableException lost) {
            LOG.log(stopped ? Level.FINE : Level.INFO, "Lock events are not heard", lost);
        } finally {
            channel = Optional.empty();
        }
        if (subscribed[0]) {
            events.notLive(this);
        }
        return subscribed[0];
    }

    /** Servers that lost the same Redis do not all come back at once. */
    private void sleep(Duration pause) {
        try {
            Thread.sleep(
                    ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
