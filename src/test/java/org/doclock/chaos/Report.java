package org.doclock.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.doclock.chaos.History.Act;
import org.doclock.chaos.History.Call;
import org.doclock.chaos.History.Disturbance;
import org.doclock.chaos.History.Request;
import org.doclock.chaos.History.Verdict;

/** The counts of a run, to be read by people. */
record Report(Plan plan, History history, Map<Fault, List<String>> found) {

    static final String HEADING =
            """
            | Redis | seed | broken | parted | calls | without an answer | grants | handed over \
            | broken by an administrator | saves | refused by the fence | slowest answer, ms \
            | overlaps | older grants that went on | ended or handed over by strangers \
            | tokens not grown | saves lost |""";

    /** Under {@link #HEADING}. */
    String row() {
        long parted = history.disturbances().stream().filter(it -> it.act() == Act.PART).count();
        return Stream.of(
                        plan.name(),
                        plan.seed(),
                        history.disturbances().size(),
                        parted,
                        history.calls().size(),
                        results("UNKNOWN"),
                        Grant.of(history).values().stream().mapToInt(List::size).sum(),
                        results("TRANSFERRED"),
                        history.calls().stream()
                                .filter(it -> it.request() == Request.FORCE_RELEASE)
                                .filter(it -> it.result().equals("RELEASED"))
                                .count(),
                        edits(Verdict.DONE),
                        edits(Verdict.NEWER_FENCE),
                        slowest(),
                        faults(Fault.OVERLAP),
                        faults(Fault.OLD_GRANT_WENT_ON),
                        faults(Fault.ENDED_BY_A_STRANGER, Fault.HANDED_TO_A_STRANGER),
                        faults(Fault.TOKEN_TWICE, Fault.TOKEN_NOT_GROWN),
                        faults(Fault.SAVE_LOST, Fault.STALE_SAVE, Fault.HOLDER_REFUSED))
                .map(Object::toString)
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private long results(String result) {
        return history.calls().stream().filter(it -> it.result().equals(result)).count();
    }

    private long edits(Verdict verdict) {
        return history.edits().stream()
                .filter(it -> it.saved().isPresent() && it.verdict() == verdict)
                .count();
    }

    private int faults(Fault... some) {
        return Stream.of(some).mapToInt(it -> found.get(it).size()).sum();
    }

    @Override
    public String toString() {
        return String.join(
                "\n",
                "chaos: "
                        + plan.name()
                        + ", "
                        + plan.time()
                        + ", doclock.chaos.seed="
                        + plan.seed(),
                "  calls  " + count(history.calls(), it -> it.request() + " " + it.result()),
                "  edits  "
                        + count(
                                history.edits(),
                                it -> (it.saved().isPresent() ? "SAVE " : "READ ") + it.verdict()),
                "  acts   " + count(history.disturbances(), Disturbance::act),
                "  heard  " + count(history.announcements(), it -> it.node()),
                "  slowest answer " + slowest() + " ms",
                "  faults "
                        + new TreeMap<>(
                                found.entrySet().stream()
                                        .collect(
                                                Collectors.toMap(
                                                        Map.Entry::getKey,
                                                        it -> it.getValue().size()))));
    }

    /** Writes the whole history to {@code target/chaos/}, beginning with what was found in it. */
    void write() throws IOException {
        Path file = Path.of("target", "chaos", plan.name() + "-" + plan.seed() + ".txt");
        Files.createDirectories(file.getParent());
        List<String> lines = new ArrayList<>(List.of(toString()));
        found.forEach((fault, some) -> some.forEach(it -> lines.add(fault + ": " + it)));
        lines.addAll(history.lines());
        Files.write(file, lines);
    }

    /** Of a server that was not paused meanwhile. */
    private long slowest() {
        return history.calls().stream()
                        .filter(
                                call ->
                                        history.disturbances().stream()
                                                .noneMatch(it -> paused(it, call)))
                        .mapToLong(call -> call.end() - call.begin())
                        .max()
                        .orElse(0)
                / 1_000_000;
    }

    private static boolean paused(Disturbance it, Call call) {
        return it.act() == Act.PAUSE_SERVER
                && it.whose().equals("server " + call.server())
                && it.begin() < call.end()
                && call.begin() < it.end();
    }

    private static <T> Map<?, Long> count(List<T> some, Function<T, ?> by) {
        return new TreeMap<>(
                some.stream().collect(Collectors.groupingBy(by, Collectors.counting())));
    }
}
