package org.doclock.chaos;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.doclock.chaos.History.Announcement;
import org.doclock.chaos.History.Call;
import org.doclock.chaos.History.Disturbance;
import org.doclock.chaos.History.Edit;
import org.doclock.chaos.History.Loss;
import org.doclock.chaos.History.Row;

/** Takes down what happens, from all threads. */
final class Recorder {

    private final long start = System.nanoTime();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Queue<Edit> edits = new ConcurrentLinkedQueue<>();
    private final Queue<Announcement> announcements = new ConcurrentLinkedQueue<>();
    private final Queue<Loss> losses = new ConcurrentLinkedQueue<>();
    private final Queue<Disturbance> disturbances = new ConcurrentLinkedQueue<>();

    /** The test's clock, which never steps. */
    long now() {
        return System.nanoTime() - start;
    }

    void add(Call call) {
        calls.add(call);
    }

    void add(Edit edit) {
        edits.add(edit);
    }

    void add(Announcement announcement) {
        announcements.add(announcement);
    }

    void add(Loss loss) {
        losses.add(loss);
    }

    void add(Disturbance disturbance) {
        disturbances.add(disturbance);
    }

    History history(boolean oneRedis, Map<String, Row> rows) {
        return new History(
                oneRedis,
                List.copyOf(calls),
                List.copyOf(edits),
                List.copyOf(announcements),
                List.copyOf(losses),
                List.copyOf(disturbances),
                rows);
    }
}
