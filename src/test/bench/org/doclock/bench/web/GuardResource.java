package org.doclock.bench.web;

import com.sun.management.ThreadMXBean;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockingService;

/** Calls a guarded method many times, or only what it asks Redis. */
@Path("guard")
@Produces(MediaType.APPLICATION_JSON)
public class GuardResource {

    /** For each call. */
    public record Cost(double micros, double bytes) {}

    @Inject private GuardedWork work;
    @EJB private LockingService locks;

    @GET
    @Path("guarded")
    public Cost guarded(@QueryParam("id") String id, @QueryParam("calls") int calls) {
        return cost(calls, () -> work.lengthOf(id));
    }

    @GET
    @Path("bare")
    public Cost bare(
            @QueryParam("id") String id,
            @QueryParam("token") long token,
            @QueryParam("calls") int calls) {
        LockOwner owner = LockOwner.of("alice").inSession("tab-1");
        return cost(
                calls,
                () -> {
                    if (!locks.holdLocks(Map.of(id, token), owner, Optional.empty())
                            .get(0)
                            .success()) {
                        throw new IllegalStateException("Not held");
                    }
                });
    }

    private static Cost cost(int calls, Runnable call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long bytes = threads.getThreadAllocatedBytes(thread);
        long begin = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            call.run();
        }
        return new Cost(
                (System.nanoTime() - begin) / 1e3 / calls,
                (double) (threads.getThreadAllocatedBytes(thread) - bytes) / calls);
    }
}
