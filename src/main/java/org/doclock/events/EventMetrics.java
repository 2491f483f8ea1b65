package org.doclock.events;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Shows what is known of all locks while somebody looks, and how late the last event came. */
@ApplicationScoped
class EventMetrics {

    private static final String LOCKS = "doclock_locks";
    private static final String LAG = "doclock_event_lag_seconds";

    @Inject private LiveView view;
    @Inject private LockEvents events;
    @Inject private MetricRegistry registry;

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        registry.gauge(LOCKS, () -> view.count().orElse(-1));
        registry.gauge(LAG, () -> events.lagMillis() / 1000.0);
    }

    /** The registry outlives the application. */
    @PreDestroy
    void stop() {
        List.of(LOCKS, LAG).forEach(registry::remove);
    }
}
