package org.doclock.locking;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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

    private static final String READ = "read";

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
        return measured(command.operation(), call, (it, took) -> tell(command, it, took));
    }

    /** All of one script; each counts. */
    List<LockResult> commands(List<LockCommand> commands, Supplier<List<LockResult>> call) {
        LockCommand any = commands.get(0);
        return measured(
                any.operation(),
                call,
                (results, took) -> results.forEach(it -> tell(any, it, took)));
    }

    <T> T reading(Supplier<T> call) {
        return measured(READ, call, (it, took) -> tell(new StoreCall(READ, StoreCall.READ, took)));
    }

    private <T> T measured(String operation, Supplier<T> call, BiConsumer<T, Duration> answered) {
        long begin = System.nanoTime();
        try {
            T answer = call.get();
            answered.accept(answer, Duration.ofNanos(System.nanoTime() - begin));
            return answer;
        } catch (StoreUnavailableException e) {
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            tell(new StoreCall(operation, StoreCall.UNAVAILABLE, took));
            throw e;
        }
    }

    private void tell(LockCommand command, LockResult result, Duration took) {
        tell(new StoreCall(command.operation(), result.outcome().name(), took));
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
