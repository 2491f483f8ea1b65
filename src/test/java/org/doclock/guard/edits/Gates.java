package org.doclock.guard.edits;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where a call waits until the test lets it go on. */
@ApplicationScoped
class Gates {

    private static final long PATIENCE_SECONDS = 30;

    private record Gate(CountDownLatch reached, CountDownLatch open) {}

    private final Map<String, Gate> gates = new ConcurrentHashMap<>();

    void pass(String name) {
        Gate gate = gate(name);
        gate.reached.countDown();
        try {
            if (!gate.open.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody opened the gate " + name);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isReached(String name) {
        return gate(name).reached.getCount() == 0;
    }

    void open(String name) {
        gate(name).open.countDown();
    }

    private Gate gate(String name) {
        return gates.computeIfAbsent(
                name, it -> new Gate(new CountDownLatch(1), new CountDownLatch(1)));
    }
}
