package org.doclock.guard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.doclock.guard.edits.State;
import org.doclock.guard.edits.Variant;

/** Editors at work on the sheets of one variant, until enough saves were accepted. */
final class VariantRun {

    private static final int SHEETS = 8;

    /** Two tabs of one user, and another user; a fourth editor is another process. */
    private static final List<List<String>> EDITORS =
            List.of(List.of("anna", "tab-1"), List.of("anna", "tab-2"), List.of("bert", "tab-1"));

    private final Variant variant;
    private final int enough;
    private final Instant end;
    private final SheetClient onlooker;
    private final Map<Long, State> sheets = new LinkedHashMap<>();
    private final ConcurrentLinkedQueue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile Runnable whenEnough = () -> {};

    VariantRun(Variant variant, int enough, Instant end) {
        this.variant = variant;
        this.enough = enough;
        this.end = end;
        onlooker = EditsServer.client(variant, "otto", "tab-1");
        for (int i = 0; i < SHEETS; i++) {
            long sheet = onlooker.create();
            sheets.put(sheet, onlooker.look(sheet));
        }
    }

    Variant variant() {
        return variant;
    }

    List<Long> sheets() {
        return List.copyOf(sheets.keySet());
    }

    SheetClient onlooker() {
        return onlooker;
    }

    /**
     * @param then is done when enough saves were accepted
     */
    void start(long seed, Runnable then) {
        whenEnough = then;
        for (List<String> who : EDITORS) {
            String name = String.join("/", who);
            Editor editor =
                    new Editor(
                            EditsServer.client(variant, who.get(0), who.get(1)),
                            sheets(),
                            name,
                            EditsServer.TTL,
                            EditsServer.redis().uri(),
                            new Random(seed + 31L * threads.size() + 1009L * variant.ordinal()),
                            this::report);
            Thread thread = new Thread(() -> editor.run(this::goesOn), variant + " " + name);
            threads.add(thread);
            thread.start();
        }
    }

    void report(Attempt attempt) {
        attempts.add(attempt);
        if (attempt.outcome() == Attempt.Outcome.ACCEPTED && accepted.incrementAndGet() == enough) {
            whenEnough.run();
        }
    }

    boolean goesOn() {
        return accepted.get() < enough && Instant.now().isBefore(end);
    }

    int accepted() {
        return accepted.get();
    }

    int enough() {
        return enough;
    }

    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    long count(Attempt.Outcome outcome) {
        return list(outcome).size();
    }

    List<Attempt> list(Attempt.Outcome outcome) {
        return attempts.stream().filter(it -> it.outcome() == outcome).toList();
    }

    int attempts() {
        return attempts.size();
    }

    Set<String> acceptedSaves() {
        Set<String> saves = new TreeSet<>();
        list(Attempt.Outcome.ACCEPTED).forEach(attempt -> saves.add(attempt.saveId()));
        return saves;
    }

    /** Of each sheet, as the database tells it now. */
    Map<Long, SheetHistory> histories() {
        Map<Long, SheetHistory> histories = new LinkedHashMap<>();
        sheets.forEach(
                (sheet, first) ->
                        histories.put(sheet, SheetHistory.of(first, onlooker.history(sheet))));
        return histories;
    }
}
