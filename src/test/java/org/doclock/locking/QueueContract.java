package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.doclock.locking.LockOutcome.ACQUIRED;
import static org.doclock.locking.LockOutcome.LOCKED;
import static org.doclock.locking.LockOutcome.RELEASED;
import static org.doclock.locking.LockOutcome.RENEWED;
import static org.doclock.locking.LockOutcome.RESUMED;
import static org.doclock.locking.LockOutcome.TAKEN_OVER;
import static org.doclock.locking.LockOutcome.TOO_MANY;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What standing in line for a lock promises. */
abstract class QueueContract extends NoticeContract {

    private static final Duration LEASE = Duration.ofSeconds(15);

    private static final LockOwner BOB_TAB_7 = BOB.inSession("tab-7");
    private static final LockOwner CARA = LockOwner.of("cara").inSession("tab-1");

    @Test
    void whoStandsBeforeAFreeDocumentGetsItAndStandsNoMore() {
        LockResult result = stand(ticket(ANNA_TAB_1));
        assertThat(result.outcome()).isEqualTo(ACQUIRED);
        assertThat(pttl()).isGreaterThan(290_000);
        assertNobodyStands();
    }

    @Test
    void whoIsRefusedStandsInLineForAsLongAsTheirLease() {
        acquire(ANNA_TAB_1, LONG);
        LockResult result = stand(ticket(BOB_TAB_7));
        assertThat(result.outcome()).isEqualTo(LOCKED);
        assertThat(result.lockedBy()).contains("anna");
        assertThat(redis.zcard(queueKey())).isEqualTo(1);
        assertThat(redis.pttl(queueKey())).isBetween(10_000L, 15_000L);
        assertThat(redis.pttl(queueKey() + ":leases")).isBetween(10_000L, 15_000L);
    }

    @Test
    void standingThereAgainKeepsThePlaceAndTakesNoSecondOne() {
        acquire(ANNA_TAB_1, LONG);
        LockTicket bob = ticket(BOB_TAB_7);
        stand(bob);
        stand(ticket(CARA));
        stand(bob);
        assertThat(redis.zcard(queueKey())).isEqualTo(2);
        locks().releaseLock(doc, ANNA_TAB_1);
        assertThat(stand(bob).outcome()).isEqualTo(ACQUIRED);
    }

    @Test
    void aFreeDocumentGoesToWhoHasWaitedLongestWhoeverFindsItFree() {
        acquire(ANNA_TAB_1, LONG);
        LockTicket bob = ticket(BOB_TAB_7);
        LockTicket cara = ticket(CARA);
        stand(bob);
        stand(cara);
        locks().releaseLock(doc, ANNA_TAB_1);
        LockResult refused = stand(cara);
        assertThat(refused.outcome()).isEqualTo(LOCKED);
        assertThat(refused.lockedBy()).contains("Bob B.");
        assertThat(info().orElseThrow().isHeldBy(BOB_TAB_7)).isTrue();
        assertThat(redis.zcard(queueKey())).isEqualTo(1);
    }

    @Test
    void whoDoesNotWaitDoesNotPassThoseWhoDo() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        LockTicket bob = ticket(BOB_TAB_7);
        stand(bob);
        locks().releaseLock(doc, ANNA_TAB_1);
        assertThat(resume(ANNA_TAB_1, token).outcome()).isEqualTo(LOCKED);
        LockResult refused = locks().acquireLock(doc, CARA);
        assertThat(refused.outcome()).isEqualTo(LOCKED);
        assertThat(refused.lockedBy()).contains("Bob B.");
        assertThat(acquireAll(CARA, doc, doc + "-other").success()).isFalse();
        assertThat(stand(bob).outcome()).isEqualTo(ACQUIRED);
    }

    @Test
    void aGrantThatWasMadeInAbsenceLastsAsLongAsThePlaceAndIsProlongedWhenItsOwnerComes() {
        acquire(ANNA_TAB_1, LONG);
        LockTicket bob = ticket(BOB_TAB_7);
        stand(bob);
        locks().releaseLock(doc, ANNA_TAB_1);
        DocumentLock made = lock(locks().acquireLock(doc, CARA));
        assertThat(pttl()).isBetween(10_000L, 15_000L);
        assertThat(fence())
                .matches(
                        made.token()
                                + " \\S* "
                                + digest("{\"userId\":\"bob\",\"sessionId\":\"tab-7\""));
        LockResult found = stand(bob);
        assertThat(found.outcome()).isEqualTo(ACQUIRED);
        assertThat(token(found)).isEqualTo(made.token());
        assertThat(pttl()).isGreaterThan(290_000);
        assertThat(outcome(BOB_TAB_7)).isEqualTo(RENEWED);
    }

    @Test
    void aGrantThatWasMadeInAbsenceHasAHigherTokenAndTheTtlThatWasAskedFor() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        LockTicket bob = LockTicket.of(doc, BOB_TAB_7, options().ttl(Duration.ofSeconds(3)));
        stand(bob);
        locks().releaseLock(doc, ANNA_TAB_1);
        locks().acquireLock(doc, CARA);
        assertThat(info().orElseThrow().token()).isGreaterThan(token);
        assertThat(info().orElseThrow().username()).contains("Bob B.");
        assertThat(pttl()).isLessThanOrEqualTo(3_000L);
    }

    @Test
    void aPlaceIsLostWithItsLeaseAndTheNextIsFirst() {
        acquire(ANNA_TAB_1, LONG);
        locks().queue().stand(ticket(BOB_TAB_7), Duration.ofMillis(50));
        LockTicket cara = ticket(CARA);
        stand(cara);
        await().atMost(PATIENCE).until(() -> lowestLease() < redisMillis());
        locks().releaseLock(doc, ANNA_TAB_1);
        assertThat(stand(cara).outcome()).isEqualTo(ACQUIRED);
        assertNobodyStands();
    }

    @Test
    void whereAllWhoWaitedAreGoneTheDocumentIsFreeForAnybody() {
        acquire(ANNA_TAB_1, LONG);
        locks().queue().stand(ticket(BOB_TAB_7), Duration.ofMillis(50));
        locks().queue().stand(ticket(CARA), Duration.ofMillis(50));
        locks().releaseLock(doc, ANNA_TAB_1);
        await().atMost(PATIENCE).until(() -> !redis.exists(queueKey()));
        assertThat(locks().acquireLock(doc, LockOwner.of("dora")).outcome()).isEqualTo(ACQUIRED);
    }

    @Test
    void whoStandsNoMoreHasNoPlace() {
        acquire(ANNA_TAB_1, LONG);
        LockTicket bob = ticket(BOB_TAB_7);
        stand(bob);
        assertThat(locks().queue().standNoMore(bob).outcome()).isEqualTo(LOCKED);
        assertNobodyStands();
        locks().releaseLock(doc, ANNA_TAB_1);
        assertThat(locks().acquireLock(doc, CARA).outcome()).isEqualTo(ACQUIRED);
    }

    @Test
    void theLastTryFindsTheGrantThatWasMadeInAbsence() {
        acquire(ANNA_TAB_1, LONG);
        LockTicket bob = ticket(BOB_TAB_7);
        stand(bob);
        locks().releaseLock(doc, ANNA_TAB_1);
        locks().acquireLock(doc, CARA);
        assertThat(locks().queue().standNoMore(bob).outcome()).isEqualTo(ACQUIRED);
    }

    @Test
    void whoLeavesGivesUpTheirPlaceOrTheGrantThatWasMadeMeanwhileAndNoOther() {
        acquire(ANNA_TAB_1, LONG);
        LockTicket bob = ticket(BOB_TAB_7);
        LockTicket cara = ticket(CARA);
        stand(bob);
        stand(cara);
        locks().queue().leave(cara);
        assertThat(redis.zcard(queueKey())).isEqualTo(1);
        locks().releaseLock(doc, ANNA_TAB_1);
        locks().acquireLock(doc, CARA);
        locks().queue().leave(cara);
        assertThat(info().orElseThrow().isHeldBy(BOB_TAB_7)).isTrue();
        locks().queue().leave(bob);
        assertThat(redis.exists(key())).isFalse();

        long later = acquire(BOB_TAB_7, LONG).token();
        locks().queue().leave(bob);
        assertThat(info().orElseThrow().token()).isEqualTo(later);
    }

    @Test
    void whatIsGivenBackIsFreeForTheNextInLine() {
        acquire(ANNA_TAB_1, LONG);
        LockTicket bob = ticket(BOB_TAB_7);
        LockTicket cara = ticket(CARA);
        stand(bob);
        stand(cara);
        locks().releaseLock(doc, ANNA_TAB_1);
        stand(bob);
        locks().queue().leave(bob);
        assertThat(stand(cara).outcome()).isEqualTo(ACQUIRED);
    }

    @Test
    void theHolderRenewsAndComesBackWithinTheGraceWhoeverWaits() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        LockTicket bob = ticket(BOB_TAB_7);
        stand(bob);
        assertThat(outcome(ANNA_TAB_1)).isEqualTo(RENEWED);
        releaseWithGrace(ANNA_TAB_1, Duration.ofSeconds(5));
        assertThat(stand(bob).outcome()).isEqualTo(LOCKED);
        LockResult back = locks().acquireLock(doc, ANNA_TAB_1);
        assertThat(back.outcome()).isEqualTo(RESUMED);
        assertThat(token(back)).isEqualTo(token);
    }

    @Test
    void theHandOverAndTheTakeOverPassTheQueueSinceTheDocumentIsNeverFree() {
        acquire(ANNA_TAB_1, LONG);
        LockTicket bob = ticket(BOB_TAB_7);
        stand(bob);
        assertThat(locks().acquireLock(doc, ANNA_TAB_2, options().takingOver()).outcome())
                .isEqualTo(TAKEN_OVER);
        transfer(ANNA_TAB_2, OptionalLong.empty(), CARA);
        assertThat(stand(bob).lockedBy()).contains("cara");
    }

    @Test
    void whoWaitsForTheirOtherTabTakesOverIfTheyAsk() {
        acquire(ANNA_TAB_1, LONG);
        assertThat(stand(ticket(ANNA_TAB_2)).outcome()).isEqualTo(LOCKED);
        LockTicket takingOver = LockTicket.of(doc, ANNA_TAB_2, options().takingOver());
        assertThat(stand(takingOver).outcome()).isEqualTo(TAKEN_OVER);
    }

    @Test
    void whoIsFirstGetsTheDocumentByAnyAcquireOfTheirs() {
        acquire(ANNA_TAB_1, LONG);
        LockTicket bob = ticket(BOB_TAB_7);
        stand(bob);
        locks().releaseLock(doc, ANNA_TAB_1);
        assertThat(locks().acquireLock(doc, BOB_TAB_7).outcome()).isEqualTo(ACQUIRED);
        assertNobodyStands();
        assertThat(stand(bob).outcome()).isEqualTo(RENEWED);
    }

    @Test
    void theTokenThatTheDatabaseAsksForIsKeptForWhoWaits() {
        acquire(ANNA_TAB_1, LONG);
        LockTicket bob = LockTicket.of(doc, BOB_TAB_7, options().above(4_000_000_000_000_000L));
        stand(bob);
        locks().releaseLock(doc, ANNA_TAB_1);
        locks().acquireLock(doc, CARA);
        assertThat(token(stand(bob))).isGreaterThan(4_000_000_000_000_000L);
    }

    @Test
    void anEndOfALockIsTheTurnOfTheFirst() {
        LockTicket bob = ticket(BOB_TAB_7);
        acquire(ANNA_TAB_1, SHORT);
        stand(bob);
        awaitFree();
        assertThat(locks().acquireLock(doc, ANNA_TAB_1).lockedBy()).contains("Bob B.");
        administration().forceReleaseLock(doc, "root", Optional.empty(), OptionalLong.empty());
        LockTicket cara = ticket(CARA);
        assertThat(stand(cara).outcome()).isEqualTo(ACQUIRED);
    }

    @Test
    void aHundredMayWaitAndNoMoreUntilOneIsGone() {
        acquire(ANNA_TAB_1, LONG);
        LockTicket first = ticket(LockOwner.of("user-0"));
        stand(first);
        for (int i = 1; i < 100; i++) {
            stand(ticket(LockOwner.of("user-" + i)));
        }
        LockResult refused = stand(ticket(BOB_TAB_7));
        assertThat(refused.outcome()).isEqualTo(TOO_MANY);
        assertThat(refused.success()).isFalse();
        assertThat(stand(first).outcome()).isEqualTo(LOCKED);
        locks().queue().leave(first);
        assertThat(stand(ticket(BOB_TAB_7)).outcome()).isEqualTo(LOCKED);
    }

    @Test
    void aClockThatIsSetBackChangesNoOrder() {
        acquire(ANNA_TAB_1, LONG);
        LockTicket bob = ticket(BOB_TAB_7);
        stand(bob);
        String member = redis.zrange(queueKey(), 0, 0).get(0);
        redis.zadd(queueKey(), 8_000_000_000_000_000d, member);
        LockTicket cara = ticket(CARA);
        stand(cara);
        locks().releaseLock(doc, ANNA_TAB_1);
        assertThat(stand(cara).outcome()).isEqualTo(LOCKED);
        assertThat(stand(bob).outcome()).isEqualTo(ACQUIRED);
    }

    @Test
    void whatIsNoQueueHindersNobody() {
        redis.set(queueKey(), "nonsense");
        assertThat(locks().acquireLock(doc, ANNA_TAB_1).outcome()).isEqualTo(ACQUIRED);
        LockTicket bob = ticket(BOB_TAB_7);
        assertThat(stand(bob).outcome()).isEqualTo(LOCKED);
        assertThat(locks().releaseLock(doc, ANNA_TAB_1).outcome()).isEqualTo(RELEASED);
        assertThat(stand(bob).outcome()).isEqualTo(ACQUIRED);
    }

    @Test
    void namesWithLineBreaksOfUnicodeAndQuotesAreGrantedAsTheyAre() {
        acquire(ANNA_TAB_1, LONG);
        LockOwner odd =
                new LockOwner(
                        "o\"ne\\il\u2028",
                        Optional.of("n\",\"x"),
                        Optional.of("s\"1\\"),
                        Optional.of("crm\u2029"));
        stand(ticket(odd));
        locks().releaseLock(doc, ANNA_TAB_1);
        DocumentLock made = lock(locks().acquireLock(doc, CARA));
        assertThat(made.isHeldBy(odd)).isTrue();
        assertThat(made.username()).isEqualTo(odd.username());
        assertThat(made.by()).isEqualTo(odd.by());
    }

    @Test
    void aGrantToTheFirstIsPublishedAndStandingIsNot() {
        try (PublishedEvents events = new PublishedEvents(look, doc)) {
            acquire(ANNA_TAB_1, LONG);
            LockTicket bob = ticket(BOB_TAB_7);
            stand(bob);
            stand(ticket(CARA));
            locks().releaseLock(doc, ANNA_TAB_1);
            locks().acquireLock(doc, CARA);
            stand(bob);
            locks().queue().leave(bob);
            events.assertTypes("acquired", "released", "acquired", "renewed", "released");
            assertThat(events.get(2).getJsonObject("lock").getString("userId")).isEqualTo("bob");
        }
    }

    private LockTicket ticket(LockOwner owner) {
        return LockTicket.of(doc, owner, options());
    }

    private LockResult stand(LockTicket ticket) {
        return locks().queue().stand(ticket, LEASE);
    }

    private void assertNobodyStands() {
        assertThat(redis.exists(queueKey())).isFalse();
        assertThat(redis.exists(queueKey() + ":leases")).isFalse();
    }

    private double lowestLease() {
        return redis.zrangeWithScores(queueKey() + ":leases", 0, 0).get(0).getScore();
    }

    private String queueKey() {
        return "doc-lock-queue:{doc-lock:" + doc + "}";
    }
}
