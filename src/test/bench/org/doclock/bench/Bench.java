package org.doclock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.doclock.RedisProcess;
import org.openjdk.jmh.annotations.Mode;

/** All benchmarks, or the sections that are named: {@code mvn -Pbench verify}. */
public final class Bench {

    static final Path FOLDER = Path.of("target", "bench");

    private Bench() {}

    /** One section: measures, and gives its part of the summary. */
    private interface Section {
        String run(Journal journal) throws Exception;
    }

    /**
     * @param arguments sections, separated by commas; none for all
     */
    public static void main(String[] arguments) throws Exception {
        Map<String, Section> sections = sections();
        Set<String> wanted =
                arguments.length == 0 ? sections.keySet() : Set.of(arguments[0].split(","));
        StringBuilder summary = new StringBuilder(Machine.text());
        try (Journal journal = new Journal(FOLDER)) {
            for (Map.Entry<String, Section> section : sections.entrySet()) {
                if (wanted.contains(section.getKey())) {
                    summary.append(section.getValue().run(journal));
                    write(summary);
                }
            }
            journal.progress("done");
        }
        System.out.println(summary);
        System.out.println("The same is in " + FOLDER.resolve("summary.md") + "; " + Instant.now());
        System.exit(0);
    }

    private static void write(StringBuilder summary) throws IOException {
        Files.writeString(FOLDER.resolve("summary.md"), summary);
    }

    private static Map<String, Section> sections() {
        Map<String, Section> sections = new LinkedHashMap<>();
        sections.put("locks", Bench::locks);
        sections.put("operations", Bench::operations);
        sections.put("latency", Bench::latency);
        sections.put("http", HttpBench::run);
        return sections;
    }

    private static String locks(Journal journal) {
        for (int threads : new int[] {1, 8, 64}) {
            try (RedisProcess redis = RedisProcess.start()) {
                List<Contender> contenders = Contenders.all(redis, threads);
                new Rounds(redis, journal, 7, 1000)
                        .run("locks", Work.LOCK, threads, contenders, Mode.Throughput);
                contenders.forEach(Contender::close);
            }
        }
        return new Summary(journal.samples()).text("locks");
    }

    private static String operations(Journal journal) {
        for (int threads : new int[] {1, 8, 64}) {
            try (RedisProcess redis = RedisProcess.start()) {
                List<Contender> contenders = Contenders.docLocks(redis, threads);
                for (Work work : Work.values()) {
                    if (work != Work.LOCK) {
                        new Rounds(redis, journal, 7, 500)
                                .run("operations", work, threads, contenders, Mode.Throughput);
                    }
                }
                contenders.forEach(Contender::close);
            }
        }
        return new Summary(journal.samples()).text("operations");
    }

    private static String latency(Journal journal) {
        for (int threads : new int[] {1, 4}) {
            try (RedisProcess redis = RedisProcess.start()) {
                List<Contender> contenders = Contenders.docLocks(redis, threads);
                new Rounds(redis, journal, 9, 1000)
                        .run("latency", Work.LOCK, threads, contenders, Mode.SampleTime);
                contenders.forEach(Contender::close);
            }
        }
        return new Summary(journal.samples()).text("latency");
    }
}
