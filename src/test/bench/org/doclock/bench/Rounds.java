package org.doclock.bench;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.doclock.RedisProcess;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import redis.clients.jedis.Jedis;

/**
 * Contenders take turns, round by round, in one JVM, so that whatever disturbs the machine disturbs
 * all of them. JMH runs and measures each turn.
 *
 * @param count how many rounds count; one more comes before them
 * @param millis how long each turn takes
 */
record Rounds(RedisProcess redis, Journal journal, int count, int millis) {

    void run(String section, Work work, int threads, List<Contender> contenders, Mode mode) {
        journal.progress("%s: %s, %d threads".formatted(section, work.text, threads));
        List<Contender> able =
                contenders.stream().filter(it -> it.works().containsKey(work)).toList();
        for (int round = 0; round <= count; round++) {
            for (int turn = 0; turn < able.size(); turn++) {
                // Whoever comes first in one round comes last in the next.
                Contender contender = able.get((turn + round) % able.size());
                Sample sample = turn(section, work, threads, contender, mode, round);
                if (round > 0) {
                    journal.add(sample);
                }
            }
        }
    }

    Sample turn(String section, Work work, int threads, Contender contender, Mode mode, int round) {
        LockBenchmark.turn = contender.works().get(work);
        LockBenchmark.onHeld = work != Work.LOCK && work != Work.THREE_LOCKS;
        LockBenchmark.DONE.reset();
        try (Jedis look = redis.connect()) {
            RedisCost before = RedisCost.of(look);
            Result<?> result = jmh(threads, mode, round == 0 ? 3 * millis : millis);
            RedisCost after = RedisCost.of(look);
            double done = LockBenchmark.DONE.sum();
            boolean sampled = mode == Mode.SampleTime;
            return new Sample(
                    section,
                    work.name(),
                    threads,
                    contender.name(),
                    round,
                    sampled ? threads * 1e6 / result.getScore() : result.getScore(),
                    sampled ? result.getStatistics().getPercentile(50) : 0,
                    sampled ? result.getStatistics().getPercentile(99) : 0,
                    after.cpuMicrosSince(before) / done,
                    after.commandMicrosSince(before, contender.topLevel()) / done);
        }
    }

    private static Result<?> jmh(int threads, Mode mode, int millis) {
        try {
            Collection<RunResult> results =
                    new Runner(
                                    new OptionsBuilder()
                                            .include(LockBenchmark.class.getName())
                                            .forks(0)
                                            .threads(threads)
                                            .warmupIterations(0)
                                            .measurementIterations(1)
                                            .measurementTime(TimeValue.milliseconds(millis))
                                            .mode(mode)
                                            .timeUnit(
                                                    mode == Mode.Throughput
                                                            ? TimeUnit.SECONDS
                                                            : TimeUnit.MICROSECONDS)
                                            .shouldFailOnError(true)
                                            .verbosity(VerboseMode.SILENT)
                                            .build())
                            .run();
            return results.iterator().next().getPrimaryResult();
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
    }
}
