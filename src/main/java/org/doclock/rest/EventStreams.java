package org.doclock.rest;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpSession;
import jakarta.ws.rs.WebApplicationException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.doclock.events.LiveView;
import org.doclock.events.Registration;
import org.doclock.locking.LockingService;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;

/** The event streams that are open on this server. Two threads serve all of them. Thread-safe. */
@ApplicationScoped
public class EventStreams {

    private static final int WRITERS = 2;

    /** How often to see whether a stream was quiet for too long, or is over. */
    private static final int LOOK_MILLIS = 1_000;

    @Inject private LiveView view;
    @Inject private LockingService locks;

    private final AtomicInteger threads = new AtomicInteger();
    private final ScheduledThreadPoolExecutor writers =
            new ScheduledThreadPoolExecutor(WRITERS, this::thread);
    private final String serverId = UUID.randomUUID().toString().substring(0, 8);
    private final EventFrames frames = new EventFrames(serverId);
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> ofUser = new ConcurrentHashMap<>();
    private final AtomicInteger inAll = new AtomicInteger();

    private StreamSettings settings;

    @PostConstruct
    void start() {
        settings = StreamSettings.from(ConfigProvider.getConfig());
        writers.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        writers.shutdownNow();
        open.forEach(Open::close);
    }

    @Gauge(name = "doclock_event_streams", absolute = true, unit = MetricUnits.NONE)
    public int count() {
        return inAll.get();
    }

    /**
     * Makes room for a stream of this user.
     *
     * @throws WebApplicationException 429 if there is none
     */
    void reserve(String user) {
        ofUser.merge(user, 1, Integer::sum);
        boolean tooManyOfUser = ofUser.get(user) > settings.perUser();
        boolean tooManyInAll = inAll.incrementAndGet() > settings.inAll();
        if (tooManyOfUser || tooManyInAll) {
            giveBack(user);
            throw ErrorCode.TOO_MANY_REQUESTS.exception(
                    tooManyOfUser
                            ? "You have too many event streams open: close some, or ask for the"
                                    + " status now and then"
                            : "Too many event streams are open: ask for the status now and then");
        }
    }

    private void giveBack(String user) {
        ofUser.computeIfPresent(user, (same, count) -> count == 1 ? null : count - 1);
        inAll.decrementAndGet();
    }

    /**
     * Begins a stream that room was made for.
     *
     * @param lastEventId of the last event that the client knows
     * @param session that the client is signed in with, if it is one: the stream ends with it
     * @param end called once when the stream has ended, by whichever side
     */
    void begin(
            EventFilter filter,
            Optional<String> lastEventId,
            Optional<HttpSession> session,
            ServletOutputStream out,
            Runnable end) {
        new Open(filter, lastEventId.flatMap(this::number), session, out, end).begin(filter, out);
    }

    /** Numbers of another server, or of a former life of this one, say nothing here. */
    private Optional<Long> number(String eventId) {
        return eventId.matches("\\Q" + serverId + "\\E\\.\\d{1,18}")
                ? Optional.of(Long.valueOf(eventId.substring(serverId.length() + 1)))
                : Optional.empty();
    }

    private void look() {
        long now = System.nanoTime();
        open.stream().filter(it -> it.isOver(now)).forEach(Open::close);
    }

    /** By a sign-out, or because nobody used it. */
    private static boolean hasEnded(HttpSession session) {
        try {
            session.getCreationTime();
            return false;
        } catch (IllegalStateException ended) {
            return true;
        }
    }

    /** Not all at once: streams that began together do not come back together. */
    private long endsAt() {
        double share = ThreadLocalRandom.current().nextDouble(0.8, 1);
        return System.nanoTime() + (long) (settings.longest().toNanos() * share);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "doclock-streams-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** A stream, and what has to be done once when it ends. */
    private final class Open {

        private final String user;
        private final Outbox outbox;
        private final EventStream stream;
        private final Optional<HttpSession> session;
        private final Runnable end;
        private volatile Optional<Registration> registration = Optional.empty();

        Open(
                EventFilter filter,
                Optional<Long> known,
                Optional<HttpSession> session,
                ServletOutputStream out,
                Runnable end) {
            user = filter.viewer().owner().userId();
            outbox = new Outbox(out, writers, this::close);
            stream = new EventStream(view, locks, frames, filter, outbox, known, endsAt());
            this.session = session;
            this.end = end;
        }

        boolean isOver(long now) {
            return stream.isOver(now) || session.filter(EventStreams::hasEnded).isPresent();
        }

        void begin(EventFilter filter, ServletOutputStream out) {
            open.add(this);
            out.setWriteListener(outbox);
            registration =
                    Optional.of(
                            filter.isOfAll()
                                    ? view.listen(stream)
                                    : view.listen(filter.documentIds(), stream));
            if (!open.contains(this)) {
                registration.ifPresent(Registration::close);
            }
        }

        void close() {
            if (open.remove(this)) {
                registration.ifPresent(Registration::close);
                outbox.close();
                giveBack(user);
                end.run();
            }
        }
    }
}
