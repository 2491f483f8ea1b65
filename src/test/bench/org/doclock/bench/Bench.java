package org.doclock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.doclock.RedisProcess;
import org.openjdk.jmh.annotations.Mode;

/** All benchmarks, or the sections that are named: {@code mvn -Pbench verify}. */
public final class Bench {

    static final Path FOLDER = Path.of(System.getProperty("bench.folder", "target/bench"));

    /**
     * What is logged on the way costs time and hides how far it is; held here, so that it stays.
     */
    private static final Logger ROOT = Logger.getLogger("");

    /** Not asked for by itself, but run by the section "one-core". */
    private static final String ONE_THREAD = "one-thread";

    private Bench() {}

    /** One section: measures, and gives its part of the summary. */
    private interface Section {
        String run(Journal journal) throws Exception;
    }

    /**
     * @param arguments sections, separated by commas; none for all
     */
    public static void main(String[] arguments) throws Exception {
        ROOT.setLevel(Level.SEVERE);
        Map<String, Section> sections = sections();
        Set<String> wanted = new HashSet<>(sections.keySet());
        wanted.remove(ONE_THREAD);
        if (arguments.length > 0) {
            wanted = Set.of(arguments[0].split(","));
        }
        Files.createDirectories(FOLDER);
        StringBuilder summary = new StringBuilder(Machine.text());
        try (Journal journal = new Journal(FOLDER)) {
            for (Map.Entry<String, Section> section : sections.entrySet()) {
                if (wanted.contains(section.getKey())) {
                    summary.append(section.getValue().run(journal));
                    write(summary);
                }
            }
            summary.append(new Goals(journal.samples()).text());
            write(summary);
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
        sections.put("one-core", Bench::oneCore);
        sections.put(ONE_THREAD, Bench::oneThread);
        sections.put("bytes", MemoryBench::run);
        sections.put("scripts", ScriptBench::run);
        sections.put("scale", ScaleBench::run);
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

    /** Client and Redis in processes that are kept on one core, which the operating system does. */
    private static String oneCore(Journal journal) throws Exception {
        journal.progress("one-core: acquire + release, 1 thread");
        Path folder = FOLDER.resolve("one-core");
        int ended =
                new ProcessBuilder(
                                "taskset",
                                "-c",
                                "0",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djmh.ignoreLock=true",
                                "-Dbench.folder=" + folder,
                                "-Dtest.redis=" + System.getProperty("test.redis", ""),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Bench.class.getName(),
                                ONE_THREAD)
                        .redirectErrorStream(true)
                        .redirectOutput(FOLDER.resolve("one-core.log").toFile())
                        .start()
                        .waitFor();
        if (ended != 0) {
            throw new IllegalStateException("It did not end well: see one-core.log");
        }
        Files.readAllLines(folder.resolve("raw.csv")).stream()
                .skip(1)
                .map(Sample::of)
                .forEach(journal::add);
        return "\nOn one core:\n" + Files.readString(folder.resolve("summary.md"));
    }

    private static String oneThread(Journal journal) {
        try (RedisProcess redis = RedisProcess.start()) {
            List<Contender> contenders = Contenders.docLocks(redis, 1);
            new Rounds(redis, journal, 9, 1000)
                    .run(ONE_THREAD, Work.LOCK, 1, contenders, Mode.Throughput);
            contenders.forEach(Contender::close);
        }
        return new Summary(journal.samples()).text(ONE_THREAD);
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
