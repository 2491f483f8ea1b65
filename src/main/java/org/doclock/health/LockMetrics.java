package org.doclock.health;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.doclock.locking.StoreCall;
import org.doclock.locking.StoreMeter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/**
 * Counts and times every call to Redis by what was asked and what became of it, and shows how the
 * connections are used. No label holds an id.
 */
@ApplicationScoped
public class LockMetrics {

    private record Kind(String operation, String outcome) {}

    private static final String UNDER_WAY = "doclock_calls_under_way";
    private static final String MOST = "doclock_calls_most";
    private static final String SILENT = "doclock_silent_nodes";

    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    @Inject private StoreMeter meter;
    @Inject private MetricRegistry registry;

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        registry.gauge(UNDER_WAY, () -> meter.use().calls());
        registry.gauge(MOST, () -> meter.use().most());
        registry.gauge(SILENT, () -> meter.use().silentNodes());
        meter.measureCalls(this::count);
    }

    /** The registry outlives the application. */
    @PreDestroy
    void stop() {
        List.of(UNDER_WAY, MOST, SILENT).forEach(registry::remove);
    }

    private void count(StoreCall call) {
        timers.computeIfAbsent(new Kind(call.operation(), call.outcome()), this::timer)
                .update(call.took());
    }

    /** One at a time: Payara's registry breaks where two make a timer (6.2025.10). */
    private synchronized Timer timer(Kind kind) {
        return registry.timer(
                "doclock_call",
                new Tag("operation", kind.operation()),
                new Tag("outcome", kind.outcome()));
    }
}
