package org.doclock.guard;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Stream;

/** What is known on a thread about who works there: a guarded call that runs, or a claim alone. */
interface Frame {

    /** Who works, with all the grants that they may show from here on. */
    LockClaim claim();

    /** The frames of the thread that asks, innermost first. */
    final class Stack {

        private static final ThreadLocal<Deque<Frame>> FRAMES = new ThreadLocal<>();

        private Stack() {}

        static void push(Frame frame) {
            if (FRAMES.get() == null) {
                FRAMES.set(new ArrayDeque<>());
            }
            FRAMES.get().push(frame);
        }

        static void pop() {
            Deque<Frame> frames = FRAMES.get();
            frames.pop();
            if (frames.isEmpty()) {
                // Threads outlive the application: nothing of it may stay on them.
                FRAMES.remove();
            }
        }

        static Optional<LockClaim> claim() {
            return frames().findFirst().map(Frame::claim);
        }

        static Optional<GuardedCall> call() {
            return frames().filter(GuardedCall.class::isInstance)
                    .map(GuardedCall.class::cast)
                    .findFirst();
        }

        private static Stream<Frame> frames() {
            Deque<Frame> frames = FRAMES.get();
            return frames == null ? Stream.empty() : frames.stream();
        }
    }
}
