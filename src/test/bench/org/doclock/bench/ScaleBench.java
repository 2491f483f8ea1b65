package org.doclock.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doclock.RedisProcess;
import org.doclock.locking.BenchLocks;
import org.doclock.locking.LockingService;
import org.doclock.locking.StoreUnavailableException;
import org.openjdk.jmh.annotations.Mode;

/**
 * What calls cost while 1,000, 100,000 and 1,000,000 locks are held, each in a Redis of its own.
 */
final class ScaleBench {

    private static final int THREADS = 8;
    private static final int ROUNDS = 7;

    /** A Redis with so many locks in it. */
    private record Stock(
            int size, RedisProcess redis, LockingService locks, List<Contender> contenders) {

        static Stock of(int size) {
            RedisProcess redis = RedisProcess.start();
            LockingService locks =
                    BenchLocks.at(
                            redis.uri(),
                            Map.of(
                                    "doclock.redis.scan.deadline",
                                    "PT1M",
                                    "doclock.audit.entries",
                                    "100000"));
            HeldLocks.take(locks, size);
            return new Stock(size, redis, locks, Contenders.docLocks(redis, THREADS));
        }

        Contender docLock() {
            return contenders.get(1);
        }

        void close() {
            contenders.forEach(Contender::close);
            BenchLocks.close(locks);
            redis.close();
        }
    }

    private ScaleBench() {}

    static String run(Journal journal) {
        List<Stock> stocks = new ArrayList<>();
        for (int size : new int[] {1_000, 100_000, 1_000_000}) {
            journal.progress("scale: %,d locks are taken".formatted(size));
            stocks.add(Stock.of(size));
        }
        StringBuilder table = new StringBuilder("\n**cost as work grows, 8 threads**\n\n| |");
        stocks.forEach(it -> table.append(" %,d held |".formatted(it.size())));
        table.append("\n|---|---|---|---|\n");
        for (Work work : List.of(Work.LOCK, Work.STATUS, Work.BATCH_STATUS)) {
            table.append("| ").append(work.text).append(", operations/s |");
            journal.progress("scale: " + work.text);
            operations(journal, stocks, work)
                    .forEach((stock, values) -> cell(table, values, "%,.0f"));
            table.append("\n");
        }
        journal.progress("scale: listing and clearing");
        table.append("| listing all, ms |");
        stocks.forEach(it -> cell(table, listing(it), "%,.0f"));
        table.append("\n| clearing all, each with its line in the trail, ms |");
        stocks.forEach(it -> cell(table, List.of(millis(() -> clear(it))), "%,.0f"));
        stocks.forEach(Stock::close);
        return table.append("\n").toString();
    }

    private static Map<Stock, List<Double>> operations(
            Journal journal, List<Stock> stocks, Work work) {
        Map<Stock, List<Double>> values = new LinkedHashMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (Stock stock : stocks) {
                Sample sample =
                        new Rounds(stock.redis(), journal, ROUNDS, 700)
                                .turn(
                                        "scale " + stock.size(),
                                        work,
                                        THREADS,
                                        stock.docLock(),
                                        Mode.Throughput,
                                        round);
                if (round > 0) {
                    journal.add(sample);
                    values.computeIfAbsent(stock, it -> new ArrayList<>()).add(sample.perSecond());
                }
            }
        }
        return values;
    }

    private static List<Double> listing(Stock stock) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            times.add(
                    millis(
                            () ->
                                    Contenders.check(
                                            stock.locks().getAllLocks().size() >= stock.size())));
        }
        return times;
    }

    /** One call ends after a minute at the most; what it did stays done. */
    private static void clear(Stock stock) {
        boolean done = false;
        while (!done) {
            try {
                stock.locks().clearAllLocks("admin", Optional.of("bench"));
                done = true;
            } catch (StoreUnavailableException goOn) {
                System.out.println("  clearing goes on: " + goOn.getMessage());
            }
        }
        Contenders.check(stock.locks().getLockInfo("stock-0").isEmpty());
    }

    private static double millis(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e6;
    }

    private static void cell(StringBuilder table, List<Double> values, String form) {
        table.append(' ').append(Spread.of(values).text(form)).append(" |");
    }
}
