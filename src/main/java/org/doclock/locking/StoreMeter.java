package org.doclock.locking;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tells whoever measures of every call to Redis. A bean of its own, since an EJB cannot be asked
 * while the application starts. Thread-safe.
 */
@ApplicationScoped
public class StoreMeter {

    private static final Logger LOG = Logger.getLogger(StoreMeter.class.getName());

    private volatile Consumer<StoreCall> listener = call -> {};
    private volatile Supplier<StoreUse> use = () -> new StoreUse(0, 0, 0);

    /**
     * Has somebody told of every call from now on, instead of whoever was before.
     *
     * @param whoever is called by the callers' threads, so it has to be thread-safe and quick
     */
    public void measureCalls(Consumer<StoreCall> whoever) {
        listener = whoever;
    }

    /** How the connections are used now; asks Redis nothing. */
    public StoreUse use() {
        return use.get();
    }

    void measures(RedisConnections connections) {
        use = connections::use;
    }

    LockResult command(LockCommand command, Supplier<LockResult> call) {
        return measured(command.operation(), call, it -> List.of(it.outcome().name()));
    }

    /** All of one script; each counts. */
    List<LockResult> commands(List<LockCommand> commands, Supplier<List<LockResult>> call) {
        return measured(
                commands.get(0).operation(),
                call,
                results -> results.stream().map(it -> it.outcome().name()).toList());
    }

    <T> T reading(Supplier<T> call) {
        return measured("read", call, it -> List.of(StoreCall.READ));
    }

    private <T> T measured(String operation, Supplier<T> call, Function<T, List<String>> outcomes) {
        long begin = System.nanoTime();
        try {
            T answer = call.get();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            outcomes.apply(answer).forEach(it -> tell(new StoreCall(operation, it, took)));
            return answer;
        } catch (StoreUnavailableException e) {
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            tell(new StoreCall(operation, StoreCall.UNAVAILABLE, took));
            throw e;
        }
    }

    /** What was done is done, whether or not it could be measured. */
    private void tell(StoreCall call) {
        try {
            listener.accept(call);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A call to Redis could not be measured", e);
        }
    }
}
