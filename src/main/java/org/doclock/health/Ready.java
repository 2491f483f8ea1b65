package org.doclock.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import org.doclock.locking.StoreReport;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether this server can lock: Redis answers, takes changes, runs scripts and is recent enough.
 * What is set up unwisely is a warning in the data, and no reason to send nobody here. Nothing of
 * it says where Redis is.
 */
@Readiness
@ApplicationScoped
public class Ready implements HealthCheck {

    private static final Duration SKEW = Duration.ofSeconds(1);

    @Inject private StoreWatch store;

    /**
     * Made with its application, not by the first probe: Payara asks the checks of all applications
     * on one thread, and a bean of a second DocLock in the server would get what belongs to the
     * first.
     */
    void start(@Observes Startup event) {}

    @Override
    public HealthCheckResponse call() {
        StoreWatch.Look look = store.look();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("doclock");
        if (look.report().isEmpty()) {
            return answer.down().withData("reason", look.trouble()).build();
        }
        StoreReport report = look.report().orElseThrow();
        answer.withData("redis-version", report.version().isEmpty() ? "?" : report.version());
        if (!report.isRecentEnough()) {
            return answer.down().withData("reason", "DocLock needs Redis 7.0 or later").build();
        }
        if (report.mayEvict()) {
            answer.withData(
                    "warning-eviction",
                    "maxmemory-policy may evict locks that somebody holds: set it to noeviction");
        }
        if (report.clockAhead().abs().compareTo(SKEW) > 0) {
            answer.withData(
                    "warning-clock",
                    "The clock of Redis is ahead by %.1f s"
                            .formatted(report.clockAhead().toMillis() / 1000.0));
        }
        return answer.up().build();
    }
}
