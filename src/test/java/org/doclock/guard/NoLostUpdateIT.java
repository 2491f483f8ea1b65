package org.doclock.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.doclock.guard.edits.Variant;
import org.junit.jupiter.api.Test;

/**
 * Editors whose locks end while they edit, on a server that pauses at the worst moments: nothing is
 * lost, and nobody is refused who has read under the grant that they hold. What the guard is made
 * of is left out in turn by the controls, and each of them fails, or the guard would not be needed.
 *
 * <p>{@code mvn -Plost-updates verify} runs it at length; {@code -Ddoclock.test.seed} runs it again
 * as it was.
 */
class NoLostUpdateIT {

    private static final int GUARDED_SAVES = Integer.getInteger("doclock.test.saves", 300);
    private static final int CONTROL_SAVES = Integer.getInteger("doclock.test.controlSaves", 100);
    private static final int MANY = 1_000;
    private static final long SEED = Long.getLong("doclock.test.seed", System.nanoTime());
    private static final Duration AT_MOST = Duration.ofSeconds(150 + GUARDED_SAVES / 4);

    private final Map<Variant, VariantRun> runs = new EnumMap<>(Variant.class);

    @Test
    void noSaveIsLostAndNoRightfulHolderIsRefused() throws Exception {
        Instant end = Instant.now().plus(AT_MOST);
        for (Variant variant : Variant.values()) {
            int enough = variant == Variant.GUARDED ? GUARDED_SAVES : CONTROL_SAVES;
            runs.put(variant, new VariantRun(variant, enough, end));
        }
        System.out.println("doclock.test.seed=" + SEED);
        edit();
        Map<Variant, Result> results = new EnumMap<>(Variant.class);
        runs.forEach((variant, run) -> results.put(variant, Result.of(run)));
        System.out.println(Result.HEADER);
        results.values().forEach(System.out::println);

        assertThatTheGuardedOnesArePerfect(runs.get(Variant.GUARDED));
        runs.forEach((variant, run) -> assertThatTheRunIsWhole(run));
        assertThat(results.get(Variant.NO_FENCE).lost()).isPositive();
        assertThat(results.get(Variant.FENCE_AT_SAVE).lost()).isPositive();
        assertThat(results.get(Variant.BASE_VERSION).lost()).isZero();
        if (CONTROL_SAVES >= MANY) {
            // Both are rarer; ControlsIT shows them step by step.
            assertThat(results.get(Variant.BASE_VERSION).rightfulHoldersRefused()).isPositive();
            assertThat(results.get(Variant.ENTITY_FENCE).olderFences()).isPositive();
        }
    }

    private void edit() throws InterruptedException {
        VariantRun guarded = runs.get(Variant.GUARDED);
        try (EditorProcess other =
                EditorProcess.start(SEED, attempt -> runs.get(attempt.variant()).report(attempt))) {
            runs.forEach((variant, run) -> other.begin(variant, run.sheets()));
            runs.forEach((variant, run) -> run.start(SEED, () -> other.end(variant)));
            Disturbances disturbances = new Disturbances(guarded, other, new Random(SEED));
            disturbances.disturb();
            for (VariantRun run : runs.values()) {
                run.join();
            }
            System.out.println("disturbances of Redis: " + disturbances.done());
        }
    }

    private static void assertThatTheGuardedOnesArePerfect(VariantRun run) {
        run.histories()
                .forEach(
                        (sheet, history) -> {
                            assertThat(history.lost()).isEmpty();
                            assertThat(history.outOfStep()).isEmpty();
                            assertThat(history.olderTokens()).isEmpty();
                            assertThat(history.olderFences()).isZero();
                            assertThat(history.lines())
                                    .allMatch(line -> line.fence() == line.token());
                            // Whatever was done to Redis, the sheet can still be edited.
                            await().until(() -> run.onlooker().begin(sheet, "").status() == 200);
                        });
        assertThat(run.list(Attempt.Outcome.RIGHTFUL_HOLDER_REFUSED)).isEmpty();
    }

    /** What the editors were told is what the database knows. */
    private static void assertThatTheRunIsWhole(VariantRun run) {
        Set<String> known = new TreeSet<>();
        run.histories()
                .forEach(
                        (sheet, history) -> {
                            known.addAll(history.saveIds());
                            assertThat(run.onlooker().look(sheet).content())
                                    .as(run.variant() + ", what the last save said")
                                    .isEqualTo(history.last());
                        });
        assertThat(run.acceptedSaves()).as(run.variant() + ", accepted").isEqualTo(known);
        assertThat(run.list(Attempt.Outcome.FAILED)).as(run.variant() + ", failed").isEmpty();
        assertThat(run.accepted())
                .as(run.variant() + ", saves within " + AT_MOST)
                .isGreaterThanOrEqualTo(run.enough());
    }

    /** The numbers of one variant. */
    private record Result(
            Variant variant,
            int attempts,
            long accepted,
            long ofRowsOnly,
            long refused,
            int lost,
            long rightfulHoldersRefused,
            long olderFences) {

        static final String FORMAT = "%-14s %8s %8s %9s %8s %6s %8s %12s";
        static final String HEADER =
                FORMAT.formatted(
                        "variant",
                        "attempts",
                        "accepted",
                        "rows only",
                        "refused",
                        "lost",
                        "rightful",
                        "older fences");

        static Result of(VariantRun run) {
            List<SheetHistory> histories = List.copyOf(run.histories().values());
            long rightful = run.count(Attempt.Outcome.RIGHTFUL_HOLDER_REFUSED);
            return new Result(
                    run.variant(),
                    run.attempts(),
                    run.accepted(),
                    histories.stream().mapToLong(SheetHistory::savesOfRowsOnly).sum(),
                    run.count(Attempt.Outcome.REFUSED) + rightful,
                    histories.stream().mapToInt(it -> it.lost().size()).sum(),
                    rightful,
                    histories.stream().mapToLong(SheetHistory::olderFences).sum());
        }

        @Override
        public String toString() {
            return FORMAT.formatted(
                    variant.path(),
                    attempts,
                    accepted,
                    ofRowsOnly,
                    refused,
                    lost,
                    rightfulHoldersRefused,
                    olderFences);
        }
    }
}
