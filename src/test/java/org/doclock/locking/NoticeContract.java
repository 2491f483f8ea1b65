package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doclock.locking.LockOutcome.ACQUIRED;
import static org.doclock.locking.LockOutcome.EXTENDED;
import static org.doclock.locking.LockOutcome.NOT_HELD;
import static org.doclock.locking.LockOutcome.RELEASED;
import static org.doclock.locking.LockOutcome.RENEWED;
import static org.doclock.locking.LockOutcome.RESUMED;
import static org.doclock.locking.LockOutcome.TAKEN_OVER;
import static org.doclock.locking.LockOutcome.TRANSFERRED;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What an administrator's notice promises: the lock ends in time, whatever becomes of it. */
abstract class NoticeContract extends HandOverContract {

    private static final Duration NOTICE = Duration.ofSeconds(20);
    private static final LockEnding BY_ROOT =
            new LockEnding("root", Optional.of("\"holiday\", he said"));

    @Test
    void aNoticeShortensTheLockAndSaysByWhomAndWhy() {
        DocumentLock before = acquire(BOB.inSession("tab-7").actedForBy("crm"), LONG);
        LockResult result = giveNotice(NOTICE);
        assertThat(result.outcome()).isEqualTo(RELEASED);
        assertThat(lock(result).ending()).contains(BY_ROOT);
        DocumentLock now = info().orElseThrow();
        assertThat(now.ending()).contains(BY_ROOT);
        assertThat(now.token()).isEqualTo(before.token());
        assertThat(now.timestamp()).isEqualTo(before.timestamp());
        assertThat(now.by()).contains("crm");
        assertThat(now.username()).contains("Bob B.");
        assertThat(pttl()).isBetween(15_000L, 20_000L);
        assertThat(text())
                .matches(
                        ".*\"by\":\"crm\",\"ending\":\\{\"by\":\"root\",\"reason\":"
                                + "\"\\\\\"holiday\\\\\", he said\",\"at\":"
                                + redis.pexpireTime(key())
                                + "}}");
    }

    @Test
    void aNoticeWithoutAReasonHasNone() {
        acquire(ANNA_TAB_1, LONG);
        administration()
                .forceReleaseLock(doc, "root", Optional.empty(), OptionalLong.empty(), NOTICE);
        assertThat(info().orElseThrow().ending())
                .contains(new LockEnding("root", Optional.empty()));
    }

    @Test
    void anEndedNoticeHasEndedTheLockAndNobodyResumesIt() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        giveNotice(SHORT);
        awaitFree();
        assertNotResumed(ANNA_TAB_1, token);
    }

    @Test
    void renewalsSucceedAndProlongNothing() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        giveNotice(NOTICE);
        long end = redis.pexpireTime(key());
        String text = text();
        assertThat(outcome(ANNA_TAB_1)).isEqualTo(RENEWED);
        assertThat(extend(ANNA_TAB_1, token).outcome()).isEqualTo(EXTENDED);
        assertThat(locks().extendLock(doc, ANNA).outcome()).isEqualTo(EXTENDED);
        assertThat(hold(ANNA_TAB_1, token).outcome()).isEqualTo(EXTENDED);
        assertThat(lock(hold(ANNA_TAB_1, token)).ending()).contains(BY_ROOT);
        assertThat(redis.pexpireTime(key())).isEqualTo(end);
        assertThat(text()).isEqualTo(text);
    }

    @Test
    void renewalsThatWriteALostFenceAgainLeaveNothingToResume() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        giveNotice(Duration.ofSeconds(5));
        redis.del(fenceKey());
        releaseWithGrace(ANNA_TAB_1, Duration.ofMillis(500));
        assertThat(outcome(ANNA_TAB_1)).isEqualTo(RESUMED);
        locks().releaseLock(doc, ANNA_TAB_1);
        assertNotResumed(ANNA_TAB_1, token);
    }

    @Test
    void aFenceThatARenewalWritesAgainWithinTheNoticeNamesNobody() {
        acquire(ANNA_TAB_1, LONG);
        giveNotice(NOTICE);
        Duration shorter = Duration.ofSeconds(2);
        long token =
                token(locks().acquireLock(doc, ANNA_TAB_1, options().asNewGrant().ttl(shorter)));
        redis.del(fenceKey());
        assertThat(outcome(ANNA_TAB_1)).isEqualTo(RENEWED);
        assertThat(fence()).isEqualTo(token + "  ");
        assertThat(pttl()).isBetween(10_000L, 20_000L);
    }

    @Test
    void everyGrantThatTakesItsPlaceTakesOverTheNotice() {
        acquire(ANNA, LONG);
        giveNotice(NOTICE);
        long end = redis.pexpireTime(key());
        assertEnding(locks().acquireLock(doc, ANNA_TAB_1), ACQUIRED, end);
        assertEnding(locks().acquireLock(doc, ANNA_TAB_1, options().asNewGrant()), ACQUIRED, end);
        assertEnding(locks().acquireLock(doc, ANNA_TAB_2, options().takingOver()), TAKEN_OVER, end);
        assertEnding(transfer(ANNA_TAB_2, OptionalLong.empty(), BOB), TRANSFERRED, end);
        locks().requestLock(doc, ANNA_TAB_1, Optional.empty());
        assertEnding(
                locks().handOverLock(doc, BOB, OptionalLong.empty(), "anna", Optional.empty()),
                TRANSFERRED,
                end);
        assertEnding(locks().acquireLock(doc, ANNA_TAB_1), RENEWED, end);
    }

    @Test
    void aLockWithoutASessionThatIsAdoptedByAHeartbeatTakesOverTheNotice() {
        acquire(ANNA, LONG);
        giveNotice(NOTICE);
        long end = redis.pexpireTime(key());
        assertEnding(locks().extendLock(doc, ANNA_TAB_1), EXTENDED, end);
    }

    @Test
    void nobodyResumesAGrantThatTookOverTheNotice() {
        acquire(ANNA_TAB_1, LONG);
        giveNotice(NOTICE);
        long token = token(locks().acquireLock(doc, ANNA_TAB_1, options().asNewGrant()));
        locks().releaseLock(doc, ANNA_TAB_1);
        assertNotResumed(ANNA_TAB_1, token);
    }

    @Test
    void norOneThatRanOutWithTheNotice() {
        acquire(ANNA_TAB_1, LONG);
        giveNotice(SHORT);
        long token = token(locks().acquireLock(doc, ANNA_TAB_1, options().asNewGrant()));
        awaitFree();
        assertNotResumed(ANNA_TAB_1, token);
    }

    @Test
    void aPageThatOnlyReloadsFindsItsLockEnding() {
        acquire(ANNA_TAB_1, LONG);
        giveNotice(NOTICE);
        long end = redis.pexpireTime(key());
        releaseWithGrace(ANNA_TAB_1, Duration.ofSeconds(5));
        LockResult back = locks().acquireLock(doc, ANNA_TAB_1);
        assertThat(back.outcome()).isEqualTo(RESUMED);
        assertThat(lock(back).ending()).contains(BY_ROOT);
        assertThat(redis.pexpireTime(key())).isEqualTo(end);
    }

    @Test
    void aNoticeOfWhatAPageHasLeftIsKeptWhenItComesBack() {
        acquire(ANNA_TAB_1, LONG);
        releaseWithGrace(ANNA_TAB_1, Duration.ofSeconds(5));
        giveNotice(NOTICE);
        LockResult back = locks().acquireLock(doc, ANNA_TAB_1);
        assertThat(back.outcome()).isEqualTo(RESUMED);
        assertThat(lock(back).ending()).contains(BY_ROOT);
        assertThat(pttl()).isLessThanOrEqualTo(5_000L);
    }

    @Test
    void aTokenThatTheDatabaseAsksForIsGrantedWithinTheNotice() {
        acquire(ANNA_TAB_1, LONG);
        giveNotice(NOTICE);
        long end = redis.pexpireTime(key());
        assertEnding(
                locks().acquireLock(doc, ANNA_TAB_1, options().above(4_000_000_000_000_000L)),
                ACQUIRED,
                end);
    }

    @Test
    void whoLetsGoWithinTheNoticeHasLetGoAndTheDocumentIsFreeForAnybody() {
        acquire(ANNA_TAB_1, LONG);
        giveNotice(NOTICE);
        assertThat(locks().releaseLock(doc, ANNA_TAB_1).outcome()).isEqualTo(RELEASED);
        LockResult next = locks().acquireLock(doc, BOB);
        assertThat(next.outcome()).isEqualTo(ACQUIRED);
        assertThat(lock(next).ending()).isEmpty();
        assertThat(pttl()).isGreaterThan(290_000);
    }

    @Test
    void aLongerNoticeProlongsNothingAndAShorterOneCounts() {
        acquire(ANNA_TAB_1, LONG);
        giveNotice(NOTICE);
        String text = text();
        long end = redis.pexpireTime(key());
        LockResult longer =
                administration()
                        .forceReleaseLock(
                                doc,
                                "other",
                                Optional.empty(),
                                OptionalLong.empty(),
                                NOTICE.plusSeconds(30));
        assertThat(longer.outcome()).isEqualTo(RELEASED);
        assertThat(text()).isEqualTo(text);
        assertThat(redis.pexpireTime(key())).isEqualTo(end);
        administration()
                .forceReleaseLock(
                        doc,
                        "other",
                        Optional.empty(),
                        OptionalLong.empty(),
                        Duration.ofSeconds(2));
        assertThat(info().orElseThrow().ending())
                .contains(new LockEnding("other", Optional.empty()));
        assertThat(pttl()).isLessThanOrEqualTo(2_000L);
    }

    @Test
    void aForceReleaseWithoutNoticeEndsItAtOnceAfterANoticeToo() {
        acquire(ANNA_TAB_1, LONG);
        giveNotice(NOTICE);
        assertThat(breakLock(OptionalLong.empty()).outcome()).isEqualTo(RELEASED);
        assertThat(redis.exists(key())).isFalse();
    }

    @Test
    void aNoticeNeverProlongsALockThatEndsSooner() {
        acquire(ANNA_TAB_1, Duration.ofSeconds(3));
        giveNotice(NOTICE);
        assertThat(pttl()).isLessThanOrEqualTo(3_000L);
        assertThat(outcome(ANNA_TAB_1)).isEqualTo(RENEWED);
        assertThat(pttl()).isLessThanOrEqualTo(3_000L);
    }

    @Test
    void aNoticeMeansTheGrantThatWasSeen() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        assertThat(
                        administration()
                                .forceReleaseLock(
                                        doc,
                                        "root",
                                        Optional.empty(),
                                        OptionalLong.of(token - 1),
                                        NOTICE)
                                .outcome())
                .isEqualTo(NOT_HELD);
        assertThat(info().orElseThrow().ending()).isEmpty();
    }

    @Test
    void noticeOfAFreeDocumentIsNoError() {
        LockResult result = giveNotice(NOTICE);
        assertThat(result.outcome()).isEqualTo(NOT_HELD);
        assertThat(result.success()).isTrue();
    }

    @Test
    void anotherProgramsLockWhichCannotSayThatItEndsEndsAtOnce() {
        for (String text : List.of("{\"userId\":\"anna\",\"timestamp\":1}", "nonsense")) {
            foreign(text);
            assertThat(giveNotice(NOTICE).outcome()).isEqualTo(RELEASED);
            assertThat(redis.exists(key())).isFalse();
        }
    }

    @Test
    void aNoticeOfMoreThanAMinuteIsRefused() {
        acquire(ANNA_TAB_1, LONG);
        assertRefused(() -> giveNotice(Duration.ofSeconds(61)));
        assertRefused(() -> giveNotice(Duration.ofSeconds(-1)));
        assertThat(info().orElseThrow().ending()).isEmpty();
    }

    @Test
    void aNameCannotForgeANoticeNorHideOne() {
        String forged = "x\",\"ending\":{\"by\":\"root\",\"at\":1}}";
        LockOwner owner = BOB.named(forged).inSession("tab").actedForBy(forged);
        acquire(owner, LONG);
        assertThat(info().orElseThrow().ending()).isEmpty();
        assertThat(outcome(owner)).isEqualTo(RENEWED);
        administration()
                .forceReleaseLock(doc, "root", Optional.of(forged), OptionalLong.empty(), NOTICE);
        assertThat(info().orElseThrow().ending())
                .contains(new LockEnding("root", Optional.of(forged)));
        assertThat(info().orElseThrow().by()).contains(forged);
        assertThat(outcome(owner)).isEqualTo(RENEWED);
        assertThat(pttl()).isLessThanOrEqualTo(20_000L);
    }

    @Test
    void aNoticeIsPublishedAsARenewalWithTheMarkedLock() {
        try (PublishedEvents events = new PublishedEvents(look, doc)) {
            acquire(ANNA_TAB_1, LONG);
            giveNotice(NOTICE);
            giveNotice(NOTICE);
            breakLock(OptionalLong.empty());
            events.assertTypes("acquired", "renewed", "broken");
            assertThat(events.get(1).getString("by")).isEqualTo("root");
            assertThat(events.get(1).getJsonObject("lock").getJsonObject("ending").getString("by"))
                    .isEqualTo("root");
            assertThat(events.get(1).getJsonNumber("expiresAt").longValue())
                    .isEqualTo(
                            events.get(1)
                                    .getJsonObject("lock")
                                    .getJsonObject("ending")
                                    .getJsonNumber("at")
                                    .longValue());
        }
    }

    private LockResult giveNotice(Duration notice) {
        return administration()
                .forceReleaseLock(doc, "root", BY_ROOT.reason(), OptionalLong.empty(), notice);
    }

    private LockResult hold(LockOwner owner, long token) {
        return locks().holdLocks(Map.of(doc, token), owner, Optional.empty()).get(0);
    }

    private void assertEnding(LockResult result, LockOutcome outcome, long end) {
        assertThat(result.outcome()).isEqualTo(outcome);
        assertThat(lock(result).ending()).contains(BY_ROOT);
        assertThat(lock(result).expiresAt()).isEqualTo(end);
        assertThat(redis.pexpireTime(key())).isEqualTo(end);
    }
}
