package org.doclock.guard;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Counts the calls that went on without Redis. */
@ApplicationScoped
class GuardMetrics {

    @Inject private MetricRegistry registry;

    @Inject private StoreFailures failures;

    /** There from the start, so that an alert can tell zero from nothing. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        failures.count(registry.counter("doclock_guard_proceeded")::inc);
    }
}
