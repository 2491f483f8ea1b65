package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.doclock.CuttingProxy;
import org.doclock.RedisLook;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Redis does what it was asked, and the answer is lost on the way. The command is sent again, and
 * what is reported is what the first sending did, or that nobody knows.
 */
class LostAnswerIT {

    private static final String DOC = "quote-1";
    private static final LockOwner ANNA = LockOwner.of("anna").inSession("tab-1");
    private static final LockOwner ANNA_TAB_2 = LockOwner.of("anna").inSession("tab-2");
    private static final LockOwner BOB = LockOwner.of("bob");
    private static final Runnable NOTHING = () -> {};

    /** An administrator's act looks at the lock and writes its intent before. */
    private static final int LOOK_AND_INTENT = 2;

    private final RedisProcess redis = RedisProcess.start();
    private final CuttingProxy proxy = new CuttingProxy(redis.port());
    private final LockingService locks = new LockingService(TestSettings.of(proxy.uri()));
    private final LockingService others = new LockingService(TestSettings.of(redis.uri()));

    @BeforeEach
    void loadTheScriptsAndConnect() {
        // Each answer counted from here on is that of the command under test.
        for (LockScript script : LockScript.values()) {
            redis.connect().scriptLoad(script.source());
        }
        locks.isLocked(DOC);
    }

    @AfterEach
    void end() throws IOException {
        locks.stop();
        others.stop();
        proxy.close();
        redis.close();
    }

    @Test
    void anAcquireIsReportedAsAcquired() {
        proxy.loseNextAnswer(NOTHING);
        assertThat(locks.acquireLock(DOC, ANNA).outcome()).isEqualTo(LockOutcome.ACQUIRED);
    }

    @Test
    void aNewGrantIsMadeOnce() {
        long first = token(locks.acquireLock(DOC, ANNA));
        proxy.loseNextAnswer(NOTHING);
        LockResult result = locks.acquireLock(DOC, ANNA, AcquireOptions.defaults().asNewGrant());
        assertThat(result.outcome()).isEqualTo(LockOutcome.ACQUIRED);
        assertThat(token(result)).isGreaterThan(first);
        assertThat(locks.verifyLock(DOC, ANNA, token(result))).isTrue();
    }

    @Test
    void aReleaseThatIsSentAgainDoesNotEndTheGrantThatWasResumedMeanwhile() {
        long token = token(locks.acquireLock(DOC, ANNA));
        AcquireOptions resuming = AcquireOptions.defaults().resuming(token);
        proxy.loseNextAnswer(() -> others.acquireLock(DOC, ANNA, resuming));
        assertThat(release(token).outcome()).isEqualTo(LockOutcome.RELEASED);
        assertThat(locks.verifyLock(DOC, ANNA, token)).isTrue();
    }

    @Test
    void aTakeOverIsReportedAsTakenOver() {
        locks.acquireLock(DOC, ANNA);
        proxy.loseNextAnswer(NOTHING);
        assertThat(
                        locks.acquireLock(DOC, ANNA_TAB_2, AcquireOptions.defaults().takingOver())
                                .outcome())
                .isEqualTo(LockOutcome.TAKEN_OVER);
    }

    @Test
    void aResumeIsReportedAsResumed() {
        long token = token(locks.acquireLock(DOC, ANNA));
        locks.releaseLock(DOC, ANNA);
        proxy.loseNextAnswer(NOTHING);
        assertThat(
                        locks.acquireLock(DOC, ANNA, AcquireOptions.defaults().resuming(token))
                                .outcome())
                .isEqualTo(LockOutcome.RESUMED);
    }

    @Test
    void anAcquireIsRefusedIfSomebodyElseHasItByNow() {
        proxy.loseNextAnswer(
                () -> {
                    breakLock();
                    others.acquireLock(DOC, BOB);
                });
        LockResult result = locks.acquireLock(DOC, ANNA);
        assertThat(result.outcome()).isEqualTo(LockOutcome.LOCKED);
        assertThat(result.lockedBy()).contains("bob");
    }

    @Test
    void anExtendIsReportedAsExtended() {
        long token = token(locks.acquireLock(DOC, ANNA));
        proxy.loseNextAnswer(NOTHING);
        assertThat(extend(ANNA, token).outcome()).isEqualTo(LockOutcome.EXTENDED);
    }

    @Test
    void anExtendThatAdoptedIsReportedWithItsNewToken() {
        long old = token(locks.acquireLock(DOC, LockOwner.of("anna")));
        proxy.loseNextAnswer(NOTHING);
        // The first sending gave the lock a new token: the old one means nothing any more.
        LockResult result = extend(ANNA, old);
        assertThat(result.outcome()).isEqualTo(LockOutcome.EXTENDED);
        assertThat(token(result)).isGreaterThan(old);
    }

    @Test
    void aReleaseIsReportedAsReleased() {
        long token = token(locks.acquireLock(DOC, ANNA));
        proxy.loseNextAnswer(NOTHING);
        assertThat(release(token).outcome()).isEqualTo(LockOutcome.RELEASED);
    }

    @Test
    void aReleaseOfNothingIsNotReportedAsReleased() {
        locks.acquireLock(DOC, ANNA);
        locks.releaseLock(DOC, ANNA);
        proxy.loseNextAnswer(NOTHING);
        // Another program may have deleted it between the two sendings: nobody knows.
        assertThatThrownBy(() -> locks.releaseLock(DOC, ANNA))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aReleaseIsReportedAndEndsNoLaterGrant() {
        for (LockOwner next : List.of(BOB, ANNA)) {
            locks.acquireLock(DOC, ANNA);
            proxy.loseNextAnswer(() -> others.acquireLock(DOC, next));
            assertThat(locks.releaseLock(DOC, ANNA).outcome()).isEqualTo(LockOutcome.RELEASED);
            assertThat(others.getLockInfo(DOC).orElseThrow().isHeldBy(next)).isTrue();
            breakLock();
        }
    }

    @Test
    void aForceReleaseIsReportedAndEndsNoLaterGrant() {
        locks.acquireLock(DOC, ANNA);
        proxy.loseAnswerAfter(LOOK_AND_INTENT, () -> others.acquireLock(DOC, BOB));
        assertThat(
                        locks.forceReleaseLock(DOC, "root", Optional.empty(), OptionalLong.empty())
                                .outcome())
                .isEqualTo(LockOutcome.RELEASED);
        assertThat(others.getLockInfo(DOC).orElseThrow().userId()).isEqualTo("bob");
    }

    @Test
    void aHandOverIsUnknownIfTheNewHolderHasLeftAlready() {
        locks.acquireLock(DOC, ANNA);
        proxy.loseNextAnswer(() -> others.releaseLock(DOC, BOB));
        assertThatThrownBy(
                        () ->
                                locks.transferLock(
                                        DOC,
                                        ANNA,
                                        OptionalLong.empty(),
                                        BOB,
                                        Duration.ofSeconds(30)))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aForceReleaseIsReportedAsReleased() {
        locks.acquireLock(DOC, BOB);
        proxy.loseAnswerAfter(LOOK_AND_INTENT, NOTHING);
        assertThat(
                        locks.forceReleaseLock(DOC, "root", Optional.empty(), OptionalLong.empty())
                                .outcome())
                .isEqualTo(LockOutcome.RELEASED);
    }

    @Test
    void aNoticeIsGivenAndReportedOnce() {
        long token = token(locks.acquireLock(DOC, BOB));
        proxy.loseNextAnswer(NOTHING);
        LockResult result =
                locks.forceReleaseLock(
                        DOC, "root", Optional.empty(), OptionalLong.empty(), Duration.ofSeconds(9));
        assertThat(result.outcome()).isEqualTo(LockOutcome.RELEASED);
        assertThat(token(result)).isEqualTo(token);
        assertThat(result.lockInfo().orElseThrow().ending()).isPresent();
    }

    @Test
    void aHandOverIsReportedAsTransferred() {
        long token = token(locks.acquireLock(DOC, ANNA));
        proxy.loseNextAnswer(NOTHING);
        LockResult result =
                locks.transferLock(DOC, ANNA, OptionalLong.of(token), BOB, Duration.ofSeconds(30));
        assertThat(result.outcome()).isEqualTo(LockOutcome.TRANSFERRED);
        assertThat(locks.verifyLock(DOC, BOB, token(result))).isTrue();
    }

    @Test
    void aPlaceInTheQueueIsTakenOnceAndAGrantToIsReportedOnce() {
        others.acquireLock(DOC, BOB);
        LockTicket ticket = LockTicket.of(DOC, ANNA, AcquireOptions.defaults());
        proxy.loseNextAnswer(NOTHING);
        assertThat(stand(ticket)).isEqualTo(LockOutcome.LOCKED);
        assertThat(redis.connect().zcard("doc-lock-queue:{doc-lock:" + DOC + "}")).isEqualTo(1);
        others.releaseLock(DOC, BOB);
        proxy.loseNextAnswer(NOTHING);
        assertThat(stand(ticket)).isEqualTo(LockOutcome.ACQUIRED);
        proxy.loseNextAnswer(NOTHING);
        locks.queue().leave(ticket);
        assertThat(others.isLocked(DOC)).isFalse();
    }

    @Test
    void leavingTwiceEndsNoLaterGrant() {
        LockTicket ticket = LockTicket.of(DOC, ANNA, AcquireOptions.defaults());
        stand(ticket);
        proxy.loseNextAnswer(() -> others.acquireLock(DOC, ANNA));
        locks.queue().leave(ticket);
        assertThat(others.isLocked(DOC)).isTrue();
    }

    @Test
    void aRequestIsMadeAndToldOnce() {
        locks.acquireLock(DOC, ANNA);
        try (PublishedEvents events = new PublishedEvents(RedisLook.at(redis.uri()), DOC)) {
            proxy.loseNextAnswer(NOTHING);
            assertThat(locks.requestLock(DOC, BOB, Optional.empty()).outcome())
                    .isEqualTo(LockOutcome.REQUESTED);
            proxy.loseNextAnswer(NOTHING);
            assertThat(locks.withdrawRequest(DOC, BOB).outcome()).isEqualTo(LockOutcome.WITHDRAWN);
            locks.releaseLock(DOC, ANNA);
            events.assertTypes("requested", "requested", "released");
        }
    }

    @Test
    void aHandOverToWhoAsksIsReportedAsTransferred() {
        locks.acquireLock(DOC, ANNA);
        locks.requestLock(DOC, BOB, Optional.empty());
        proxy.loseNextAnswer(NOTHING);
        LockResult result = handOver();
        assertThat(result.outcome()).isEqualTo(LockOutcome.TRANSFERRED);
        assertThat(locks.verifyLock(DOC, BOB, token(result))).isTrue();
    }

    @Test
    void aHandOverIsUnknownIfTheLockIsBackAlready() {
        locks.acquireLock(DOC, ANNA);
        locks.requestLock(DOC, BOB, Optional.empty());
        proxy.loseNextAnswer(
                () -> {
                    others.releaseLock(DOC, BOB);
                    others.acquireLock(DOC, ANNA);
                });
        // "Does not ask" is true by now, and is the work of the first sending.
        assertThatThrownBy(this::handOver).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void readingIsRepeated() {
        locks.acquireLock(DOC, ANNA);
        proxy.loseNextAnswer(NOTHING);
        assertThat(locks.isLocked(DOC)).isTrue();
        proxy.loseNextAnswer(NOTHING);
        assertThat(locks.getLockInfos(List.of(DOC, "quote-2"))).containsOnlyKeys(DOC);
        proxy.loseNextAnswer(NOTHING);
        assertThat(locks.getAllLocks()).hasSize(1);
        others.requestLock(DOC, BOB, Optional.empty());
        proxy.loseNextAnswer(NOTHING);
        assertThat(locks.getLockRequests(DOC)).hasSize(1);
    }

    @Test
    void severalDocumentsAreGrantedAllTheSame() {
        proxy.loseNextAnswer(NOTHING);
        LockSetResult result =
                locks.acquireLocks(List.of("a", "b"), ANNA, AcquireOptions.defaults());
        assertThat(result.grants())
                .extracting(LockResult::outcome)
                .containsExactly(LockOutcome.ACQUIRED, LockOutcome.ACQUIRED);
    }

    private LockOutcome stand(LockTicket ticket) {
        return locks.queue().stand(ticket, Duration.ofSeconds(15)).outcome();
    }

    private LockResult handOver() {
        return locks.handOverLock(DOC, ANNA, OptionalLong.empty(), "bob", Optional.empty());
    }

    private LockResult extend(LockOwner owner, long token) {
        return locks.extendLock(DOC, owner, OptionalLong.of(token), Optional.empty());
    }

    private LockResult release(long token) {
        return locks.releaseLock(DOC, ANNA, OptionalLong.of(token), Duration.ZERO);
    }

    private void breakLock() {
        others.forceReleaseLock(DOC, "root", Optional.empty(), OptionalLong.empty());
    }

    private static long token(LockResult result) {
        return result.lockInfo().orElseThrow().token();
    }
}
