package org.doclock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.doclock.chaos.History.Act;
import org.doclock.chaos.History.Announcement;
import org.doclock.chaos.History.Call;
import org.doclock.chaos.History.Disturbance;
import org.doclock.chaos.History.Edit;
import org.doclock.chaos.History.Lock;
import org.doclock.chaos.History.Loss;
import org.doclock.chaos.History.Owner;
import org.doclock.chaos.History.Request;
import org.doclock.chaos.History.Row;
import org.doclock.chaos.History.Verdict;
import org.junit.jupiter.api.Test;

/** The checker finds a planted fault of each kind, and none where there is none. */
class CheckerTest {

    private static final Owner ANNA = new Owner("anna", "tab-1");
    private static final Owner ANNAS_OTHER_TAB = new Owner("anna", "tab-2");
    private static final Owner BEN = new Owner("ben", "tab-1");
    private static final String DOCUMENT = "sheet-1";

    private final List<Call> calls = new ArrayList<>();
    private final List<Edit> edits = new ArrayList<>();
    private final List<Announcement> announcements = new ArrayList<>();
    private final List<Loss> losses = new ArrayList<>();
    private final List<Disturbance> disturbances = new ArrayList<>();
    private Row row = new Row(0, 0, "");
    private long now;

    @Test
    void whoComesAfterTheStatedEndOverlapsNobody() {
        granted(ANNA, "ACQUIRED", 1, 1_000, 1_500);
        granted(BEN, "ACQUIRED", 2, 1_500, 2_000);
        assertThat(found(true)).isEmpty();
        assertThat(found(false)).isEmpty();
    }

    @Test
    void twoGrantsAtATimeAreFound() {
        granted(ANNA, "ACQUIRED", 1, 1_000, 1_500);
        granted(BEN, "ACQUIRED", 2, 1_499, 2_000);
        assertThat(found(true)).containsExactly(Fault.OVERLAP);
        assertThat(found(false)).containsExactly(Fault.OVERLAP);
    }

    @Test
    void aGrantLastsAsLongAsItsLastRenewalSaid() {
        granted(ANNA, "ACQUIRED", 1, 1_000, 1_500);
        granted(ANNA, "EXTENDED", 1, 1_000, 1_900);
        granted(BEN, "ACQUIRED", 2, 1_600, 2_000);
        assertThat(found(true)).containsExactly(Fault.OVERLAP);
    }

    @Test
    void aGrantThatOnlyRedisSpokeOfCountsOnASingleOne() {
        announced(ANNA, "acquired", "ACQUIRED", 1, 1_000, 1_000, 1_500);
        granted(BEN, "ACQUIRED", 2, 1_200, 2_000);
        assertThat(found(true)).containsExactly(Fault.OVERLAP);
        assertThat(found(false)).isEmpty();
    }

    @Test
    void twoTabsOfAUserAreTwoUnlessOneTookOver() {
        granted(ANNA, "ACQUIRED", 1, 1_000, 1_500);
        granted(ANNAS_OTHER_TAB, "TAKEN_OVER", 2, 1_200, 1_700);
        assertThat(found(true)).isEmpty();
        granted(ANNA, "ACQUIRED", 3, 1_400, 1_900);
        assertThat(found(true)).containsExactly(Fault.OVERLAP);
    }

    @Test
    void aTakeOverIsOfTheSameUserOnly() {
        granted(ANNA, "ACQUIRED", 1, 1_000, 1_500);
        granted(BEN, "TAKEN_OVER", 2, 1_200, 1_700);
        assertThat(found(true)).containsExactly(Fault.OVERLAP);
    }

    @Test
    void aReleaseEndsAGrantWhenRedisSaidSo() {
        granted(ANNA, "ACQUIRED", 1, 1_000, 1_500);
        call(ANNA, Request.RELEASE, 1, "RELEASED");
        announced(ANNA, "released", "RELEASED", 1, 1_000, 1_200, 1_200);
        granted(BEN, "ACQUIRED", 2, 1_200, 1_700);
        assertThat(found(true)).isEmpty();
        granted(BEN, "ACQUIRED", 3, 1_199, 1_200);
        assertThat(found(true)).contains(Fault.OVERLAP);
    }

    @Test
    void aReleaseThatItsOwnerDidNotAskForIsFound() {
        granted(ANNA, "ACQUIRED", 1, 1_000, 1_500);
        call(BEN, Request.RELEASE, 1, "RELEASED");
        announced(ANNA, "released", "RELEASED", 1, 1_000, 1_200, 1_200);
        assertThat(found(true)).containsExactly(Fault.ENDED_BY_A_STRANGER);
    }

    @Test
    void aGrantThatNobodyWasToldOfMayBeGivenBack() {
        announced(ANNA, "acquired", "ACQUIRED", 1, 1_000, 1_000, 1_500);
        announced(ANNA, "released", "RELEASED", 1, 1_000, 1_200, 1_200);
        granted(BEN, "ACQUIRED", 2, 1_200, 1_700);
        assertThat(found(true)).isEmpty();
    }

    @Test
    void aReleaseThatNobodyKnowsTheEndOfMayHaveEndedAGrantOfAKilledRedisOnly() {
        granted(ANNA, "ACQUIRED", 1, 1_000, 1_500);
        call(ANNA, Request.RELEASE, 1, Call.UNKNOWN);
        long killed = now;
        granted(BEN, "ACQUIRED", 2, 1_200, 1_700);
        assertThat(found(false)).isEmpty();
        assertThat(found(true)).containsExactly(Fault.OVERLAP);
        disturbances.add(new Disturbance(Act.KILL, "redis", killed, killed + 1));
        assertThat(found(true)).isEmpty();
    }

    @Test
    void aReleaseThatCameTooLateEndsNothing() {
        granted(ANNA, "ACQUIRED", 1, 1_000, 1_500);
        granted(BEN, "ACQUIRED", 2, 1_200, 1_700);
        call(ANNA, Request.RELEASE, 1, Call.UNKNOWN);
        assertThat(found(false)).containsExactly(Fault.OVERLAP);
    }

    @Test
    void anUnknownTakeOverMayHaveEndedAGrant() {
        granted(ANNA, "ACQUIRED", 1, 1_000, 1_500);
        call(ANNAS_OTHER_TAB, Request.TAKE_OVER, 0, Call.UNKNOWN);
        granted(ANNAS_OTHER_TAB, "RENEWED", 2, 1_200, 1_700);
        assertThat(found(false)).isEmpty();
    }

    @Test
    void whatRedisForgotOverlapsNothingAfterwards() {
        granted(ANNA, "ACQUIRED", 1, 1_000, 1_500);
        granted(BEN, "ACQUIRED", 2, 1_300, 1_700);
        losses.add(new Loss(1_200));
        assertThat(found(true)).isEmpty();
        losses.set(0, new Loss(1_400));
        assertThat(found(true)).containsExactly(Fault.OVERLAP);
    }

    @Test
    void whoIsToldToHoldAnotherOnesLockIsFound() {
        calls.add(
                new Call(
                        BEN,
                        0,
                        Request.ACQUIRE,
                        DOCUMENT,
                        0,
                        ++now,
                        ++now,
                        "RENEWED",
                        Optional.of(new Lock(DOCUMENT, ANNA, 1, 1_000, 1_500))));
        assertThat(found(true)).containsExactly(Fault.OVERLAP);
    }

    @Test
    void aTokenOfTwoOwnersIsFound() {
        granted(ANNA, "ACQUIRED", 7, 1_000, 1_500);
        granted(BEN, "RENEWED", 7, 1_600, 2_000);
        assertThat(found(false)).containsExactly(Fault.TOKEN_TWICE);
    }

    @Test
    void aTokenOfTwoNewGrantsOfOneOwnerIsFound() {
        granted(ANNA, "ACQUIRED", 7, 1_000, 1_500);
        granted(ANNA, "ACQUIRED", 7, 1_600, 2_000);
        assertThat(found(false))
                .containsExactlyInAnyOrder(Fault.TOKEN_TWICE, Fault.TOKEN_NOT_GROWN);
    }

    @Test
    void aResumedGrantKeepsItsToken() {
        granted(ANNA, "ACQUIRED", 7, 1_000, 1_500);
        granted(ANNA, "RESUMED", 7, 1_600, 2_000);
        announced(ANNA, "acquired", "RESUMED", 7, 1_600, 1_600, 2_000);
        assertThat(found(true)).isEmpty();
    }

    @Test
    void aTokenThatDoesNotGrowIsFound() {
        granted(ANNA, "ACQUIRED", 7, 1_000, 1_500);
        granted(BEN, "ACQUIRED", 6, 1_600, 2_000);
        assertThat(found(false)).containsExactly(Fault.TOKEN_NOT_GROWN);
    }

    @Test
    void tokensOfCallsAtTheSameTimeMayComeInAnyOrder() {
        grantedBetween(1, 10, ANNA, 7, 1_600, 1_700);
        grantedBetween(2, 9, BEN, 6, 1_000, 1_500);
        assertThat(found(false)).isEmpty();
    }

    @Test
    void aTokenThatDoesNotGrowInRedisOwnOrderIsFound() {
        announced(ANNA, "acquired", "ACQUIRED", 7, 1_000, 1_000, 1_500);
        announced(BEN, "acquired", "ACQUIRED", 6, 1_600, 1_600, 2_000);
        assertThat(found(true)).containsExactly(Fault.TOKEN_NOT_GROWN);
    }

    @Test
    void aGrantThatGoesOnAfterANewerOneIsFound() {
        granted(ANNA, "ACQUIRED", 6, 1_000, 1_500);
        granted(BEN, "ACQUIRED", 7, 1_600, 1_700);
        granted(ANNA, "RESUMED", 6, 1_800, 2_000);
        assertThat(found(false)).containsExactly(Fault.OLD_GRANT_WENT_ON);
    }

    @Test
    void savesThatReadEachOtherLoseNothing() {
        edit(ANNA, 1, "", Optional.empty(), 0, Verdict.DONE);
        edit(ANNA, 1, "", Optional.of("a"), 1, Verdict.DONE);
        edit(BEN, 2, "a", Optional.of("b"), 2, Verdict.DONE);
        edit(ANNA, 1, "a", Optional.of("c"), 1, Verdict.NEWER_FENCE);
        row = new Row(2, 2, "b");
        assertThat(found(false)).isEmpty();
    }

    @Test
    void aSaveThatTheNextOneHadNotReadIsLost() {
        edit(ANNA, 1, "", Optional.of("a"), 1, Verdict.DONE);
        edit(BEN, 2, "", Optional.of("b"), 2, Verdict.DONE);
        row = new Row(2, 2, "b");
        assertThat(found(false)).containsExactly(Fault.SAVE_LOST);
    }

    @Test
    void aSaveThatTheRowDoesNotHaveIsLost() {
        edit(ANNA, 1, "", Optional.of("a"), 1, Verdict.DONE);
        assertThat(found(false)).containsExactly(Fault.SAVE_LOST);
    }

    @Test
    void aSaveUnderAnOlderTokenThanSomebodyHasReadWithIsFound() {
        edit(BEN, 2, "", Optional.empty(), 0, Verdict.DONE);
        edit(ANNA, 1, "", Optional.of("a"), 1, Verdict.DONE);
        row = new Row(1, 2, "a");
        assertThat(found(false)).containsExactly(Fault.STALE_SAVE);
    }

    @Test
    void aHolderWhoseBaseWasOverwrittenIsFound() {
        edit(ANNA, 1, "", Optional.of("a"), 0, Verdict.OTHER_VERSION);
        assertThat(found(false)).containsExactly(Fault.HOLDER_REFUSED);
    }

    /** A call that was granted the document, after the one before. */
    private void granted(Owner owner, String outcome, long token, long beganAt, long endsAt) {
        calls.add(
                new Call(
                        owner,
                        0,
                        Request.ACQUIRE,
                        DOCUMENT,
                        0,
                        ++now,
                        ++now,
                        outcome,
                        Optional.of(new Lock(DOCUMENT, owner, token, beganAt, endsAt))));
    }

    private void grantedBetween(
            long begin, long end, Owner owner, long token, long beganAt, long endsAt) {
        calls.add(
                new Call(
                        owner,
                        0,
                        Request.ACQUIRE,
                        DOCUMENT,
                        0,
                        begin,
                        end,
                        "ACQUIRED",
                        Optional.of(new Lock(DOCUMENT, owner, token, beganAt, endsAt))));
    }

    private void call(Owner owner, Request request, long token, String result) {
        calls.add(
                new Call(
                        owner,
                        0,
                        request,
                        DOCUMENT,
                        token,
                        ++now,
                        ++now,
                        result,
                        Optional.empty()));
    }

    private void announced(
            Owner owner,
            String type,
            String outcome,
            long token,
            long beganAt,
            long at,
            long endsAt) {
        announcements.add(
                new Announcement(
                        "redis",
                        type,
                        outcome,
                        new Lock(DOCUMENT, owner, token, beganAt, endsAt),
                        at,
                        ++now));
    }

    private void edit(
            Owner owner,
            long token,
            String base,
            Optional<String> saved,
            long version,
            Verdict verdict) {
        edits.add(new Edit(owner, DOCUMENT, token, base, saved, version, verdict, ++now, ++now));
    }

    /** Which faults there are. */
    private Set<Fault> found(boolean oneRedis) {
        Map<Fault, List<String>> found =
                Checker.check(
                        new History(
                                oneRedis,
                                calls,
                                edits,
                                announcements,
                                losses,
                                disturbances,
                                Map.of(DOCUMENT, row)));
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        found.forEach(
                (fault, evidence) -> {
                    if (!evidence.isEmpty()) {
                        faults.add(fault);
                    }
                });
        return faults;
    }
}
