package org.doclock.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.doclock.Chaos;
import org.doclock.Deployments;
import org.jboss.shrinkwrap.api.ArchivePath;
import org.jboss.shrinkwrap.api.ArchivePaths;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
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

    private static final long SEED = Long.getLong("doclock.chaos.seed", System.nanoTime());
    private static final Duration TIME =
            Duration.ofSeconds(Integer.getInteger("doclock.chaos.seconds", Chaos.either(20, 100)));
    private static final String KIND = System.getProperty("doclock.chaos.kind", "");

    static Stream<Plan> plans() {
        Plan shortest = new Plan(Kind.KEEPING, 0, TIME, SEED);
        return Chaos.isOn()
                ? Stream.of(
                                shortest,
                                new Plan(Kind.FORGETTING, 0, TIME, SEED),
                                new Plan(Kind.SENTINEL, 0, TIME, SEED),
                                new Plan(Kind.SENTINEL, 2, TIME, SEED),
                                new Plan(Kind.CLUSTER, 0, TIME, SEED),
                                new Plan(Kind.CLUSTER, 1, TIME, SEED))
                        .filter(it -> it.name().startsWith(KIND))
                : Stream.of(shortest);
    }

    @BeforeAll
    static void heading() {
        Chaos.report("%s", Report.HEADING);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void noGrantsOverlapAndNoSaveIsLostWhateverBreaks(Plan plan) throws Exception {
        History history = Run.of(plan);
        Map<Fault, List<String>> found = check(plan, history);

        Chaos.report("%s", new Report(plan, history, found).row());
        assertThat(found.get(Fault.TOKEN_TWICE)).isEmpty();
        assertThat(found.get(Fault.HANDED_TO_A_STRANGER)).isEmpty();
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

    /** Strangers are granted what is held, release it, and are handed it; tokens begin anew. */
    @Test
    @EnabledIfSystemProperty(named = "doclock.chaos", matches = "true")
    void locksThatLookAtNoOwnerAreFoundOut() throws Exception {
        WebArchive war = Deployments.docLock("planted.war");
        // The usual cases go the long way as well, where the faults are.
        plant(war, "acquire-usual.lua", "if not held and", "if false and");
        plant(war, "acquire-usual.lua", "if held and", "if false and");
        plant(war, "release-usual.lua", "if held and", "if false and");
        plant(
                war,
                "acquire.lua",
                "if not lock then",
                "if not lock or relation(lock, user, session) == 'STRANGER' then");
        plant(war, "release.lua", "if not means(lock, token) then", "if false then");
        plant(war, "release.lua", "if is == 'STRANGER' or is == 'OTHER_SESSION' or", "if");
        plant(war, "transfer.lua", "if onlyIfAsked then", "if onlyIfAsked and request then");
        plant(war, "force-release.lua", "if not means(lock, token) then", "if false then");
        plant(war, "reading.lua", "math.max(nowMicros, fence.token + 1,", "math.max(1,");
        assertThatAreFound(
                war,
                Sheets.Protection.NOTHING,
                SEED + 1,
                Fault.OVERLAP,
                Fault.ENDED_BY_A_STRANGER,
                Fault.HANDED_TO_A_STRANGER,
                Fault.TOKEN_TWICE,
                Fault.TOKEN_NOT_GROWN,
                Fault.SAVE_LOST);
    }

    /** Old grants are resumed whoever was granted since, and no fence tells a database. */
    @Test
    @EnabledIfSystemProperty(named = "doclock.chaos", matches = "true")
    void oldGrantsThatGoOnAreFoundOut() throws Exception {
        WebArchive war = Deployments.docLock("planted.war");
        plant(
                war,
                "acquire.lua",
                "if resumeToken and resumeToken == fence.token and digest(owner) == fence.resumer",
                "if resumeToken");
        assertThatAreFound(
                war,
                Sheets.Protection.VERSION,
                SEED + 2,
                Fault.OLD_GRANT_WENT_ON,
                Fault.STALE_SAVE,
                Fault.HOLDER_REFUSED);
    }

    private static void assertThatAreFound(
            WebArchive war, Sheets.Protection protection, long seed, Fault... faults)
            throws Exception {
        Plan plan = new Plan(Kind.KEEPING, 0, Duration.ofSeconds(20), seed);
        Map<Fault, List<String>> found =
                check(plan, Run.of(plan, Deployments.file(war), protection, false));
        for (Fault fault : faults) {
            assertThat(found.get(fault)).as(fault.name()).isNotEmpty();
        }
    }

    private static Map<Fault, List<String>> check(Plan plan, History history) throws IOException {
        Map<Fault, List<String>> found = Checker.check(history);
        Report report = new Report(plan, history, found);
        System.out.println(report);
        report.write();
        return found;
    }

    /** Put in front of the script of the same name in DocLock's jar. */
    private static void plant(WebArchive war, String script, String protection, String instead)
            throws IOException {
        ArchivePath place = ArchivePaths.create("WEB-INF/classes/org/doclock/locking/" + script);
        String source =
                war.contains(place)
                        ? new String(war.get(place).getAsset().openStream().readAllBytes(), UTF_8)
                        : Files.readString(
                                Path.of("src/main/resources/org/doclock/locking", script));
        assertThat(source).contains(protection);
        war.delete(place);
        war.add(new StringAsset(source.replace(protection, instead)), place);
    }
}
