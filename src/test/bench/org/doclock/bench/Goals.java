package org.doclock.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * The goals, and what was measured: ratios within a round, of DocLock to somebody else. Those whose
 * section was not run are left out.
 */
final class Goals {

    private final List<Sample> samples;
    private final StringBuilder table =
            new StringBuilder(
                    "\n**Goals**\n\n| what | reach | beyond | measured |\n|---|---|---|---|\n");

    Goals(List<Sample> samples) {
        this.samples = samples;
    }

    String text() {
        faster(
                "acquire + release, 1 thread, all on one core",
                "one-thread",
                Work.LOCK,
                1,
                "0.90",
                "1.0");
        faster("8 threads", "locks", Work.LOCK, 8, "1.1", "1.4");
        faster("64 threads", "locks", Work.LOCK, 64, "1.6", "2.0");
        faster("64 threads, against Redisson RFencedLock", "Redisson RFencedLock", "4", "5");
        faster("64 threads, against Spring Integration", "Spring Integration", "2.5", "3");
        faster("64 threads, against ShedLock", "ShedLock", "1.2", "1.4");
        faster("refusal, against SET NX, 64 threads", "operations", Work.REFUSAL, 64, "1.2", "1.4");
        faster("status, against GET, 64 threads", "operations", Work.STATUS, 64, "1.2", "1.5");
        for (int threads : new int[] {1, 8, 64}) {
            row(
                    "Redis CPU, against the baseline, %d threads".formatted(threads),
                    "≤ 3.0",
                    "≤ 2.5",
                    is("locks", Work.LOCK, threads),
                    Baseline.NAME,
                    Sample::redisMicros);
        }
        for (int connections : HttpBench.CONNECTIONS) {
            for (String endpoint : List.of(HttpBench.LOCK, HttpBench.STATUS)) {
                ratio(
                        "HTTP %s, against no-op, %d connections".formatted(endpoint, connections),
                        "0.85",
                        "0.90",
                        it -> it.section().equals("http") && it.threads() == connections,
                        endpoint,
                        HttpBench.NO_OP,
                        Sample::perSecond);
            }
        }
        return table.toString();
    }

    private void faster(
            String what, String section, Work work, int threads, String reach, String beyond) {
        row(what, reach, beyond, is(section, work, threads), Baseline.NAME, Sample::perSecond);
    }

    private void faster(String what, String peer, String reach, String beyond) {
        row(what, reach, beyond, is("locks", Work.LOCK, 64), peer, Sample::perSecond);
    }

    private static Predicate<Sample> is(String section, Work work, int threads) {
        return it ->
                it.section().equals(section)
                        && it.work().equals(work.name())
                        && it.threads() == threads;
    }

    private void row(
            String what,
            String reach,
            String beyond,
            Predicate<Sample> which,
            String peer,
            ToDoubleFunction<Sample> value) {
        ratio(what, reach, beyond, which, Contenders.DOCLOCK, peer, value);
    }

    private void ratio(
            String what,
            String reach,
            String beyond,
            Predicate<Sample> which,
            String contender,
            String peer,
            ToDoubleFunction<Sample> value) {
        List<Double> ratios = new ArrayList<>();
        for (Sample own : of(which, contender)) {
            of(which, peer).stream()
                    .filter(it -> it.round() == own.round())
                    .forEach(it -> ratios.add(value.applyAsDouble(own) / value.applyAsDouble(it)));
        }
        if (!ratios.isEmpty()) {
            table.append(
                    "| %s | %s | %s | %s |\n"
                            .formatted(what, reach, beyond, Spread.of(ratios).text("%.2f")));
        }
    }

    private List<Sample> of(Predicate<Sample> which, String contender) {
        return samples.stream()
                .filter(which)
                .filter(it -> it.contender().equals(contender))
                .toList();
    }
}
