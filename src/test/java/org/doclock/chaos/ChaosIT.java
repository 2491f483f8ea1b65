package org.doclock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Redis and servers are killed, paused, restarted and cut off while people edit; what happened is
 * checked afterwards.
 *
 * <p>{@code mvn -Pchaos verify} does so for every kind of Redis and at length; {@code
 * -Ddoclock.chaos.seed} does the same things to them again.
 */
class ChaosIT {

    private static final boolean AT_LENGTH = Boolean.getBoolean("doclock.chaos");
    private static final long SEED = Long.getLong("doclock.chaos.seed", System.nanoTime());
    private static final Duration TIME =
            Duration.ofSeconds(Integer.getInteger("doclock.chaos.seconds", AT_LENGTH ? 120 : 30));

    static Stream<Plan> plans() {
        Plan shortest = new Plan(Setup.Kind.KEEPING, 0, TIME, SEED);
        return AT_LENGTH
                ? Stream.of(
                        shortest,
                        new Plan(Setup.Kind.FORGETTING, 0, TIME, SEED),
                        new Plan(Setup.Kind.SENTINEL, 0, TIME, SEED),
                        new Plan(Setup.Kind.SENTINEL, 2, TIME, SEED),
                        new Plan(Setup.Kind.CLUSTER, 0, TIME, SEED),
                        new Plan(Setup.Kind.CLUSTER, 1, TIME, SEED))
                : Stream.of(shortest);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void noGrantsOverlapAndNoSaveIsLostWhateverBreaks(Plan plan) throws Exception {
        History history = Run.of(plan);
        Map<Fault, List<String>> found = Checker.check(history);
        System.out.println(new Report(plan, history, found));

        assertThat(found.get(Fault.TOKEN_TWICE)).isEmpty();
        assertThat(found.get(Fault.TOKEN_NOT_GROWN)).isEmpty();
        assertThat(found.get(Fault.SAVE_LOST)).isEmpty();
        assertThat(found.get(Fault.STALE_SAVE)).isEmpty();
        assertThat(found.get(Fault.HOLDER_REFUSED)).isEmpty();
        if (plan.kind().isOneRedis()) {
            assertThat(found.get(Fault.OVERLAP)).isEmpty();
            assertThat(found.get(Fault.ENDED_BY_A_STRANGER)).isEmpty();
            assertThat(found.get(Fault.OLD_GRANT_WENT_ON)).isEmpty();
        }
    }
}
