package org.doclock.bench;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/** What JMH calls: the work whose turn it is, on documents that no other thread has. */
public class LockBenchmark {

    /** Whose turn it is; rounds run in this very JVM, one after the other. */
    static volatile Contender.Operation turn;

    static volatile boolean onHeld;
    static final LongAdder DONE = new LongAdder();

    /** One of the calling threads. */
    @State(Scope.Thread)
    public static class Caller {
        private SplittableRandom random;
        private int index;
        private int callers;
        private boolean held;
        private long done;
        private Contender.Operation operation;

        @Setup(Level.Trial)
        public void begin(ThreadParams thread) {
            index = thread.getThreadIndex();
            callers = thread.getThreadCount();
            random = new SplittableRandom(index);
            operation = turn;
            held = onHeld;
        }

        @TearDown(Level.Trial)
        public void end() {
            DONE.add(done);
            done = 0;
        }

        private String document() {
            int number = index + callers * random.nextInt(Documents.FREE / callers);
            return held ? Documents.held(number) : Documents.free(number);
        }
    }

    @Benchmark
    public Object operation(Caller caller) throws Exception {
        Object result = caller.operation.on(caller.document());
        caller.done++;
        return result;
    }
}
