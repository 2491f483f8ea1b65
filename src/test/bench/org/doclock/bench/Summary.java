package org.doclock.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Tables in Markdown: medians of the rounds, with the least and the most in brackets. */
final class Summary {

    private final List<Sample> samples;

    Summary(List<Sample> samples) {
        this.samples = samples;
    }

    String text(String section) {
        StringBuilder text = new StringBuilder();
        groups(section)
                .forEach(
                        (title, group) -> {
                            text.append("\n").append(title).append("\n\n");
                            text.append(table(group));
                        });
        return text.toString();
    }

    private Map<String, List<Sample>> groups(String section) {
        return samples.stream()
                .filter(it -> it.section().equals(section))
                .collect(
                        Collectors.groupingBy(
                                it -> title(it), LinkedHashMap::new, Collectors.toList()));
    }

    private static String title(Sample sample) {
        return "**%s: %s, %d %s**"
                .formatted(
                        sample.section(),
                        Work.valueOf(sample.work()).text,
                        sample.threads(),
                        sample.threads() == 1 ? "thread" : "threads");
    }

    private static String table(List<Sample> group) {
        boolean latency = group.stream().anyMatch(it -> it.p50() > 0);
        StringBuilder table = new StringBuilder("| | operations/s | ratio |");
        table.append(latency ? " p50 µs | p50 ratio | p99 µs | p99 ratio |" : "");
        table.append(" Redis CPU µs | ratio | its commands µs | ratio |\n|---|---|---|");
        table.append(latency ? "---|---|---|---|" : "").append("---|---|---|---|\n");
        Map<String, List<Sample>> contenders =
                group.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Sample::contender,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        List<Sample> baseline = contenders.get(Baseline.NAME);
        contenders.keySet().stream()
                .sorted((a, b) -> Boolean.compare(b.equals(Baseline.NAME), a.equals(Baseline.NAME)))
                .forEach(
                        name -> {
                            List<Sample> own = contenders.get(name);
                            table.append("| ").append(name).append(" |");
                            cells(table, own, baseline, Sample::perSecond, "%,.0f");
                            if (latency) {
                                cells(table, own, baseline, Sample::p50, "%.0f");
                                cells(table, own, baseline, Sample::p99, "%.0f");
                            }
                            cells(table, own, baseline, Sample::redisMicros, "%.1f");
                            cells(table, own, baseline, Sample::commandMicros, "%.1f");
                            table.append("\n");
                        });
        return table.toString();
    }

    private static void cells(
            StringBuilder table,
            List<Sample> own,
            List<Sample> baseline,
            ToDoubleFunction<Sample> what,
            String form) {
        List<Double> values = own.stream().map(what::applyAsDouble).toList();
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            Sample sample = own.get(i);
            baseline.stream()
                    .filter(it -> it.round() == sample.round())
                    .forEach(it -> ratios.add(what.applyAsDouble(sample) / what.applyAsDouble(it)));
        }
        table.append(' ').append(Spread.of(values).text(form)).append(" | ");
        table.append(Spread.of(ratios).text("%.2f")).append(" |");
    }
}
