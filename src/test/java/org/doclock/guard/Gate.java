package org.doclock.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.doclock.Api.Answer;

/** A gate in the server, at which one call waits. */
final class Gate implements AutoCloseable {

    private final String name = "gate-" + UUID.randomUUID();
    private final ExecutorService inBackground = Executors.newCachedThreadPool();
    private final SheetClient keeper;

    Gate(SheetClient keeper) {
        this.keeper = keeper;
    }

    /** What a request says to wait at this gate. */
    String at(String place) {
        return "?" + place + "=" + name;
    }

    /** Calls, and returns when the call waits at the gate. */
    Future<Answer> reach(Callable<Answer> call) {
        Future<Answer> answer = begin(call);
        await().until(() -> answer.isDone() || keeper.isReached(name));
        assertThat(answer).isNotDone();
        return answer;
    }

    /** Calls in the background. */
    <T> Future<T> begin(Callable<T> call) {
        return inBackground.submit(call);
    }

    /** Lets the call go on, and returns what became of it. */
    Answer letThrough(Future<Answer> answer) throws Exception {
        keeper.open(name);
        return answer.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        keeper.open(name);
        inBackground.shutdownNow();
    }
}
