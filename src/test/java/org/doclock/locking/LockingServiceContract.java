package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.doclock.locking.LockOutcome.ACQUIRED;
import static org.doclock.locking.LockOutcome.EXTENDED;
import static org.doclock.locking.LockOutcome.LOCKED;
import static org.doclock.locking.LockOutcome.NOT_HELD;
import static org.doclock.locking.LockOutcome.RELEASED;
import static org.doclock.locking.LockOutcome.RENEWED;
import static org.doclock.locking.LockOutcome.RESUMED;
import static org.doclock.locking.LockOutcome.TAKEN_OVER;
import static org.doclock.locking.LockOutcome.TRANSFERRED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/**
 * What the locks promise, one sentence a test. It runs against every set-up of Redis and server;
 * each looks into Redis itself, not only at the answer.
 */
abstract class LockingServiceContract extends QueueContract {

    private static final long RETENTION = Duration.ofHours(48).toMillis();

    // ---- acquiring a free document

    @Test
    void aFreeDocumentIsAcquired() {
        LockResult result = locks().acquireLock(doc, ANNA);
        assertThat(result.outcome()).isEqualTo(ACQUIRED);
        assertThat(result.success()).isTrue();
        assertThat(result.lockedBy()).isEmpty();
        assertThat(redis.exists(key())).isTrue();
    }

    @Test
    void aLockIsOneLineOfJsonInTheAgreedOrder() {
        long token =
                token(locks().acquireLock(doc, BOB.inSession("tab-9"), options().attempt("try-1")));
        assertThat(text())
                .matches(
                        "\\{\"userId\":\"bob\",\"sessionId\":\"tab-9\",\"token\":"
                                + token
                                + ",\"timestamp\":\\d{13},\"username\":\"Bob B.\","
                                + "\"attempt\":\"ACQUIRED-try-1\"}");
    }

    @Test
    void aLockWithoutSessionAndNameLeavesThemOut() {
        locks().acquireLock(doc, ANNA);
        assertThat(text()).doesNotContain("sessionId").doesNotContain("username");
    }

    @Test
    void aLockLastsFiveMinutesIfNotAskedOtherwise() {
        DocumentLock lock = lock(locks().acquireLock(doc, ANNA));
        assertThat(lock.remaining()).isEqualTo(Duration.ofMinutes(5));
        assertThat(pttl()).isBetween(290_000L, 300_000L);
    }

    @Test
    void aLockLastsAsLongAsAsked() {
        acquire(ANNA, Duration.ofSeconds(20));
        assertThat(pttl()).isBetween(15_000L, 20_000L);
    }

    @Test
    void theEndOfALockIsTheOneThatRedisKeeps() {
        DocumentLock lock = acquire(ANNA, LONG);
        assertThat(lock.expiresAt()).isEqualTo(redis.pexpireTime(key()));
        assertThat(lock.expiresAt() - lock.timestamp()).isEqualTo(LONG.toMillis());
    }

    @Test
    void theStartOfALockIsRedissTime() {
        long before = redisMillis();
        DocumentLock lock = acquire(ANNA, LONG);
        assertThat(lock.timestamp()).isBetween(before, redisMillis());
    }

    @Test
    void everyGrantHasATokenThatJavaScriptKeepsExactly() {
        assertThat(acquire(ANNA, LONG).token()).isBetween(1L, (1L << 53) - 1);
    }

    @Test
    void theFenceRemembersTokenAndOwnerLongerThanTheLock() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        assertThat(fence())
                .isEqualTo(token + "  " + digest("{\"userId\":\"anna\",\"sessionId\":\"tab-1\""));
        assertThat(redis.pttl(fenceKey())).isCloseTo(LONG.plusHours(48).toMillis(), within(10_000));
    }

    @Test
    void aGrantAfterAReleaseHasAHigherToken() {
        long first = acquire(ANNA, LONG).token();
        locks().releaseLock(doc, ANNA);
        assertThat(acquire(ANNA, LONG).token()).isGreaterThan(first);
    }

    @Test
    void aGrantAfterAnExpiryHasAHigherToken() {
        long first = acquire(ANNA, SHORT).token();
        awaitFree();
        assertThat(acquire(BOB, LONG).token()).isGreaterThan(first);
    }

    @Test
    void aTokenIsAboveTheFenceEvenIfTheClockIsBehindIt() {
        redis.set(fenceKey(), "5000000000000000  ");
        assertThat(acquire(ANNA, LONG).token()).isEqualTo(5_000_000_000_000_001L);
        locks().releaseLock(doc, ANNA);
        assertThat(acquire(ANNA, LONG).token()).isEqualTo(5_000_000_000_000_002L);
    }

    @Test
    void aTokenIsAboveTheOneTheDatabaseAsksFor() {
        LockResult result = locks().acquireLock(doc, ANNA, options().above(4_000_000_000_000_000L));
        assertThat(token(result)).isEqualTo(4_000_000_000_000_001L);
    }

    @Test
    void aHeldLockWithATooLowTokenIsGrantedAnewToItsOwner() {
        acquire(ANNA_TAB_1, LONG);
        LockResult result =
                locks().acquireLock(doc, ANNA_TAB_1, options().above(4_000_000_000_000_000L));
        assertThat(result.outcome()).isEqualTo(ACQUIRED);
        assertThat(token(result)).isEqualTo(4_000_000_000_000_001L);
    }

    @Test
    void aGrantIsRefusedWhereNoTokenIsLeft() {
        redis.set(fenceKey(), "9007199254740991  ");
        assertThatThrownBy(() -> locks().acquireLock(doc, ANNA))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(redis.exists(key())).isFalse();
    }

    @Test
    void whereNoTokenIsLeftALockIsBrokenAllTheSame() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        redis.set(fenceKey(), "9007199254740991  ");
        assertThat(breakLock(OptionalLong.empty()).outcome()).isEqualTo(RELEASED);
        assertThat(redis.exists(key())).isFalse();
        assertThatThrownBy(() -> resume(ANNA_TAB_1, token))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aFenceThatIsNotReadableIsReplaced() {
        redis.set(fenceKey(), "nonsense");
        long token = acquire(ANNA, LONG).token();
        assertThat(fence()).startsWith(Long.toString(token));
    }

    @Test
    void aFenceOfAnotherTypeIsReplaced() {
        redis.hset(fenceKey(), "a", "b");
        long token = acquire(ANNA, LONG).token();
        assertThat(fence()).startsWith(Long.toString(token));
    }

    // ---- being refused

    @Test
    void asOthersHoldItTheDocumentIsRefusedAndTheHolderNamed() {
        DocumentLock held = acquire(BOB, LONG);
        LockResult result = locks().acquireLock(doc, ANNA);
        assertThat(result.outcome()).isEqualTo(LOCKED);
        assertThat(result.success()).isFalse();
        assertThat(result.lockedBy()).contains("Bob B.");
        assertThat(lock(result).token()).isEqualTo(held.token());
        assertThat(lock(result).expiresAt()).isEqualTo(held.expiresAt());
    }

    @Test
    void aHolderWithoutNameIsNamedByTheUserId() {
        acquire(ANNA, LONG);
        assertThat(locks().acquireLock(doc, BOB).lockedBy()).contains("anna");
    }

    @Test
    void aRefusalLeavesTheLockAsItWas() {
        acquire(BOB, LONG);
        String before = text();
        long end = redis.pexpireTime(key());
        String fence = fence();
        locks().acquireLock(doc, ANNA, options().takingOver().asNewGrant());
        assertThat(text()).isEqualTo(before);
        assertThat(redis.pexpireTime(key())).isEqualTo(end);
        assertThat(fence()).isEqualTo(fence);
    }

    @Test
    void anExpiredLockIsFree() {
        acquire(BOB, SHORT);
        awaitFree();
        assertThat(locks().acquireLock(doc, ANNA).outcome()).isEqualTo(ACQUIRED);
    }

    @Test
    void aUserWhoseIdIsTheBeginningOfAnothersIsAStranger() {
        acquire(LockOwner.of("user-1"), LONG);
        assertThat(outcome(LockOwner.of("user-12"))).isEqualTo(LOCKED);
        assertThat(outcome(LockOwner.of("user-"))).isEqualTo(LOCKED);
        assertThat(outcome(LockOwner.of("user"))).isEqualTo(LOCKED);
    }

    @Test
    void aUserWhoseIdLooksLikeAPatternIsOnlyThemselves() {
        acquire(LockOwner.of("userA1"), LONG);
        for (String pattern : List.of("user.1", "user%a1", ".*", "userA1*", "%w+", "[a-z]+")) {
            assertThat(outcome(LockOwner.of(pattern))).as(pattern).isEqualTo(LOCKED);
        }
    }

    @Test
    void usersWithQuotesEscapesAndForeignLettersAreThemselvesAndNobodyElse() {
        for (String user :
                List.of(
                        "o\"neil",
                        "back\\slash",
                        "ünïcödé",
                        "李雷",
                        "🙂",
                        "a\",\"token\":1",
                        "%d",
                        "x/y")) {
            nameADocument();
            LockOwner owner = LockOwner.of(user).inSession("s\"1\\");
            assertThat(outcome(owner)).as(user).isEqualTo(ACQUIRED);
            assertThat(outcome(owner)).as(user).isEqualTo(RENEWED);
            assertThat(outcome(LockOwner.of(user + "x"))).as(user).isEqualTo(LOCKED);
            assertThat(info().orElseThrow().userId()).isEqualTo(user);
            assertThat(locks().releaseLock(doc, owner).outcome()).as(user).isEqualTo(RELEASED);
        }
    }

    @Test
    void aNameCannotForgeTheFieldsOfALock() {
        String forged = "x\",\"token\":1,\"timestamp\":1,\"attempt\":\"ACQUIRED-a\"}";
        LockOwner owner = LockOwner.of("anna").named(forged);
        long token = acquire(owner, LONG).token();
        assertThat(info().orElseThrow().token()).isEqualTo(token);
        assertThat(info().orElseThrow().username()).contains(forged);
        assertThat(outcome(owner)).isEqualTo(RENEWED);
    }

    @Test
    void usersThatDifferInCaseAreDifferent() {
        acquire(ANNA, LONG);
        assertThat(outcome(LockOwner.of("Anna"))).isEqualTo(LOCKED);
    }

    // ---- renewing

    @Test
    void theOwnerRenewsAndKeepsTokenAndStart() {
        DocumentLock first = acquire(ANNA, Duration.ofSeconds(20));
        LockResult again = locks().acquireLock(doc, ANNA, options().ttl(LONG));
        assertThat(again.outcome()).isEqualTo(RENEWED);
        assertThat(lock(again).token()).isEqualTo(first.token());
        assertThat(lock(again).timestamp()).isEqualTo(first.timestamp());
        assertThat(pttl()).isGreaterThan(290_000);
    }

    @Test
    void aRenewalNeverShortens() {
        DocumentLock first = acquire(ANNA, LONG);
        LockResult again = locks().acquireLock(doc, ANNA, options().ttl(Duration.ofSeconds(2)));
        assertThat(again.outcome()).isEqualTo(RENEWED);
        assertThat(lock(again).expiresAt()).isEqualTo(first.expiresAt());
        assertThat(redis.pexpireTime(key())).isEqualTo(first.expiresAt());
    }

    @Test
    void aRenewalKeepsTheFenceLongerThanTheLock() {
        acquire(ANNA, Duration.ofSeconds(20));
        locks().acquireLock(doc, ANNA, options().ttl(Duration.ofHours(20)));
        assertThat(redis.pttl(fenceKey())).isGreaterThan(Duration.ofHours(67).toMillis());
    }

    @Test
    void theFenceOutlivesAReleaseByTheRetentionWhateverItsEndWas() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        redis.pexpire(fenceKey(), 20_000);
        release(ANNA_TAB_1, token);
        assertThat(redis.pttl(fenceKey())).isCloseTo(RETENTION, within(10_000L));

        acquire(ANNA_TAB_1, LONG);
        redis.del(fenceKey());
        redis.rpush(fenceKey(), "of another type");
        locks().releaseLock(doc, ANNA_TAB_1);
        assertThat(redis.pttl(fenceKey())).isCloseTo(RETENTION, within(10_000L));
    }

    @Test
    void aRenewalWritesALostFenceAgain() {
        long token = acquire(ANNA_TAB_1, Duration.ofSeconds(20)).token();
        redis.del(fenceKey());
        locks().extendLock(doc, ANNA_TAB_1);
        assertThat(fence())
                .isEqualTo(token + "  " + digest("{\"userId\":\"anna\",\"sessionId\":\"tab-1\""));
    }

    @Test
    void aLockOfOursWhoseExpiryWasTakenAwayGetsOneByRenewal() {
        acquire(ANNA, LONG);
        redis.persist(key());
        assertThat(outcome(ANNA)).isEqualTo(RENEWED);
        assertThat(pttl()).isBetween(290_000L, 300_000L);
    }

    @Test
    void aCallerWithoutSessionRenewsTheirOwnSessionsLockAndLeavesItTheSession() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        LockResult result = locks().acquireLock(doc, ANNA);
        assertThat(result.outcome()).isEqualTo(RENEWED);
        assertThat(lock(result).sessionId()).contains("tab-1");
        assertThat(token(result)).isEqualTo(token);
    }

    @Test
    void aLockWithoutSessionIsAdoptedByTheTabThatRenewsIt() {
        DocumentLock first = acquire(ANNA.named("Anna A."), LONG);
        LockResult adopted =
                locks().acquireLock(doc, ANNA_TAB_1, options().ttl(Duration.ofSeconds(2)));
        assertThat(adopted.outcome()).isEqualTo(ACQUIRED);
        assertThat(token(adopted)).isGreaterThan(first.token());
        assertThat(lock(adopted).sessionId()).contains("tab-1");
        assertThat(lock(adopted).username()).contains("Anna A.");
        assertThat(lock(adopted).expiresAt()).isEqualTo(first.expiresAt());
        assertThat(outcome(ANNA_TAB_2)).isEqualTo(LOCKED);
    }

    @Test
    void aLockWithoutSessionIsAdoptedByTheTabThatExtendsIt() {
        long first = acquire(ANNA.named("Anna A."), LONG).token();
        LockResult adopted = locks().extendLock(doc, ANNA_TAB_1);
        assertThat(adopted.outcome()).isEqualTo(EXTENDED);
        assertThat(token(adopted)).isGreaterThan(first);
        assertThat(lock(adopted).sessionId()).contains("tab-1");
        assertThat(lock(adopted).username()).contains("Anna A.");
    }

    // ---- sessions, take-over, new grants

    @Test
    void anotherTabOfTheSameUserIsRefused() {
        acquire(ANNA_TAB_1, LONG);
        LockResult result = locks().acquireLock(doc, ANNA_TAB_2);
        assertThat(result.outcome()).isEqualTo(LOCKED);
        assertThat(lock(result).userId()).isEqualTo("anna");
    }

    @Test
    void anotherTabTakesOverIfItAsks() {
        long first = acquire(ANNA_TAB_1, LONG).token();
        LockResult result = locks().acquireLock(doc, ANNA_TAB_2, options().takingOver());
        assertThat(result.outcome()).isEqualTo(TAKEN_OVER);
        assertThat(token(result)).isGreaterThan(first);
        assertThat(info().orElseThrow().sessionId()).contains("tab-2");
    }

    @Test
    void theTabThatWasTakenOverIsRefused() {
        long first = acquire(ANNA_TAB_1, LONG).token();
        locks().acquireLock(doc, ANNA_TAB_2, options().takingOver());
        assertThat(outcome(ANNA_TAB_1)).isEqualTo(LOCKED);
        assertThat(locks().verifyLock(doc, ANNA_TAB_1, first)).isFalse();
        assertThat(extend(ANNA_TAB_1, first).outcome()).isEqualTo(NOT_HELD);
        assertThat(release(ANNA_TAB_1, first).outcome()).isEqualTo(NOT_HELD);
        assertThat(info().orElseThrow().sessionId()).contains("tab-2");
    }

    @Test
    void nobodyTakesOverFromAnotherUser() {
        acquire(BOB, LONG);
        assertThat(locks().acquireLock(doc, ANNA, options().takingOver()).outcome())
                .isEqualTo(LOCKED);
    }

    @Test
    void takingOverAFreeDocumentAcquiresIt() {
        assertThat(locks().acquireLock(doc, ANNA_TAB_1, options().takingOver()).outcome())
                .isEqualTo(ACQUIRED);
    }

    @Test
    void takingOverFromOneselfRenews() {
        acquire(ANNA_TAB_1, LONG);
        assertThat(locks().acquireLock(doc, ANNA_TAB_1, options().takingOver()).outcome())
                .isEqualTo(RENEWED);
    }

    @Test
    void aTakeOverHasItsOwnTtl() {
        acquire(ANNA_TAB_1, Duration.ofHours(10));
        locks().acquireLock(doc, ANNA_TAB_2, options().takingOver().ttl(Duration.ofSeconds(20)));
        assertThat(pttl()).isLessThanOrEqualTo(20_000);
    }

    @Test
    void aCallerWithoutSessionGetsNoNewGrantFromATabUnlessTheyTakeOver() {
        acquire(ANNA_TAB_1, LONG);
        assertThat(locks().acquireLock(doc, ANNA, options().asNewGrant()).outcome())
                .isEqualTo(LOCKED);
        assertThat(locks().acquireLock(doc, ANNA, options().takingOver()).outcome())
                .isEqualTo(TAKEN_OVER);
    }

    @Test
    void aReloadedPageGetsANewGrantOfItsOwnLock() {
        DocumentLock first = acquire(ANNA_TAB_1, LONG);
        LockResult result = locks().acquireLock(doc, ANNA_TAB_1, options().asNewGrant());
        assertThat(result.outcome()).isEqualTo(ACQUIRED);
        assertThat(token(result)).isGreaterThan(first.token());
    }

    @Test
    void theLateReleaseOfAPagesFormerLifeEndsNothing() {
        long former = acquire(ANNA_TAB_1, LONG).token();
        long present = token(locks().acquireLock(doc, ANNA_TAB_1, options().asNewGrant()));
        assertThat(release(ANNA_TAB_1, former).outcome()).isEqualTo(NOT_HELD);
        assertThat(
                        locks().releaseLock(
                                        doc,
                                        ANNA_TAB_1,
                                        OptionalLong.of(former),
                                        Duration.ofSeconds(3))
                                .outcome())
                .isEqualTo(NOT_HELD);
        assertThat(locks().verifyLock(doc, ANNA_TAB_1, present)).isTrue();
        assertThat(pttl()).isGreaterThan(290_000);
    }

    // ---- attempts

    @Test
    void aRepeatedAcquireReportsItsFirstOutcome() {
        LockResult first = locks().acquireLock(doc, ANNA_TAB_1, options().attempt("try-7"));
        LockResult again = locks().acquireLock(doc, ANNA_TAB_1, options().attempt("try-7"));
        assertThat(again.outcome()).isEqualTo(ACQUIRED);
        assertThat(token(again)).isEqualTo(token(first));
    }

    @Test
    void aRepeatedNewGrantIsOneGrant() {
        acquire(ANNA_TAB_1, LONG);
        AcquireOptions options = options().asNewGrant().attempt("try-8");
        LockResult first = locks().acquireLock(doc, ANNA_TAB_1, options);
        LockResult again = locks().acquireLock(doc, ANNA_TAB_1, options);
        assertThat(again.outcome()).isEqualTo(ACQUIRED);
        assertThat(token(again)).isEqualTo(token(first));
    }

    @Test
    void aRepeatedTakeOverIsReportedAsTakeOver() {
        acquire(ANNA_TAB_1, LONG);
        AcquireOptions options = options().takingOver().attempt("try-9");
        long token = token(locks().acquireLock(doc, ANNA_TAB_2, options));
        LockResult again = locks().acquireLock(doc, ANNA_TAB_2, options);
        assertThat(again.outcome()).isEqualTo(TAKEN_OVER);
        assertThat(token(again)).isEqualTo(token);
    }

    @Test
    void aRepeatedResumeIsReportedAsResumed() {
        long token = acquire(ANNA_TAB_1, SHORT).token();
        awaitFree();
        AcquireOptions options = options().resuming(token).attempt("try-10");
        assertThat(locks().acquireLock(doc, ANNA_TAB_1, options).outcome()).isEqualTo(RESUMED);
        assertThat(locks().acquireLock(doc, ANNA_TAB_1, options).outcome()).isEqualTo(RESUMED);
    }

    @Test
    void aNewAttemptOfTheHolderIsARenewal() {
        locks().acquireLock(doc, ANNA_TAB_1, options().attempt("try-11"));
        assertThat(locks().acquireLock(doc, ANNA_TAB_1, options().attempt("try-12")).outcome())
                .isEqualTo(RENEWED);
    }

    @Test
    void anotherOwnersAttemptOfTheSameNameIsRefused() {
        locks().acquireLock(doc, ANNA_TAB_1, options().attempt("try-13"));
        assertThat(locks().acquireLock(doc, BOB, options().attempt("try-13")).outcome())
                .isEqualTo(LOCKED);
        assertThat(locks().acquireLock(doc, ANNA_TAB_2, options().attempt("try-13")).outcome())
                .isEqualTo(LOCKED);
    }

    // ---- resuming

    @Test
    void anExpiredGrantIsResumedByItsOwnerWithTheSameToken() {
        long token = acquire(ANNA_TAB_1, SHORT).token();
        awaitFree();
        LockResult result = resume(ANNA_TAB_1, token);
        assertThat(result.outcome()).isEqualTo(RESUMED);
        assertThat(token(result)).isEqualTo(token);
        assertThat(locks().verifyLock(doc, ANNA_TAB_1, token)).isTrue();
    }

    @Test
    void aReleasedGrantIsResumedByItsOwner() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        locks().releaseLock(doc, ANNA_TAB_1);
        assertThat(resume(ANNA_TAB_1, token).outcome()).isEqualTo(RESUMED);
    }

    @Test
    void anotherTabDoesNotResume() {
        long token = acquire(ANNA_TAB_1, SHORT).token();
        awaitFree();
        assertNotResumed(ANNA_TAB_2, token);
    }

    @Test
    void aCallerWithoutSessionDoesNotResumeATabsGrant() {
        long token = acquire(ANNA_TAB_1, SHORT).token();
        awaitFree();
        assertNotResumed(ANNA, token);
    }

    @Test
    void anotherUserDoesNotResume() {
        long token = acquire(ANNA, SHORT).token();
        awaitFree();
        assertNotResumed(BOB, token);
    }

    @Test
    void nothingIsResumedAcrossSomebodyElsesGrant() {
        long token = acquire(ANNA_TAB_1, SHORT).token();
        awaitFree();
        acquire(BOB, LONG);
        locks().releaseLock(doc, BOB);
        assertNotResumed(ANNA_TAB_1, token);
    }

    @Test
    void nothingIsResumedAcrossALaterGrantOfTheSameOwner() {
        long token = acquire(ANNA_TAB_1, SHORT).token();
        awaitFree();
        acquire(ANNA_TAB_1, LONG);
        locks().releaseLock(doc, ANNA_TAB_1);
        assertNotResumed(ANNA_TAB_1, token);
    }

    @Test
    void nothingIsResumedAcrossAForceRelease() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        breakLock(OptionalLong.empty());
        assertNotResumed(ANNA_TAB_1, token);
    }

    @Test
    void nothingIsResumedAcrossAHandOver() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        transfer(ANNA_TAB_1, OptionalLong.of(token), BOB);
        locks().releaseLock(doc, BOB);
        assertNotResumed(ANNA_TAB_1, token);
    }

    @Test
    void nothingIsResumedAcrossAnotherProgramsLock() {
        long token = acquire(ANNA_TAB_1, SHORT).token();
        awaitFree();
        foreign("{\"userId\":\"u9\",\"timestamp\":1703123456789}");
        assertThat(outcome(ANNA_TAB_1)).isEqualTo(LOCKED);
        redis.del(key());
        assertNotResumed(ANNA_TAB_1, token);
    }

    @Test
    void nothingIsResumedWhoseTokenIsBelowWhatTheDatabaseAsksFor() {
        long token = acquire(ANNA_TAB_1, SHORT).token();
        awaitFree();
        LockResult result =
                locks().acquireLock(doc, ANNA_TAB_1, options().resuming(token).above(token));
        assertThat(result.outcome()).isEqualTo(ACQUIRED);
        assertThat(token(result)).isGreaterThan(token);
    }

    @Test
    void nothingIsResumedIfTheFenceIsGone() {
        long token = acquire(ANNA_TAB_1, SHORT).token();
        awaitFree();
        redis.del(fenceKey());
        assertNotResumed(ANNA_TAB_1, token);
    }

    @Test
    void aWrongTokenResumesNothing() {
        long token = acquire(ANNA_TAB_1, SHORT).token();
        awaitFree();
        assertThat(resume(ANNA_TAB_1, token - 1).outcome()).isEqualTo(ACQUIRED);
    }

    // ---- extending

    @Test
    void theHolderExtends() {
        DocumentLock first = acquire(ANNA, Duration.ofSeconds(20));
        LockResult result = locks().extendLock(doc, ANNA);
        assertThat(result.outcome()).isEqualTo(EXTENDED);
        assertThat(result.success()).isTrue();
        assertThat(lock(result).token()).isEqualTo(first.token());
        assertThat(pttl()).isGreaterThan(290_000);
    }

    @Test
    void extendingNeverShortens() {
        DocumentLock first = acquire(ANNA, LONG);
        LockResult result =
                locks().extendLock(
                                doc,
                                ANNA,
                                OptionalLong.of(first.token()),
                                Optional.of(Duration.ofSeconds(1)));
        assertThat(result.outcome()).isEqualTo(EXTENDED);
        assertThat(redis.pexpireTime(key())).isEqualTo(first.expiresAt());
    }

    @Test
    void aFreeDocumentIsNotExtended() {
        LockResult result = locks().extendLock(doc, ANNA);
        assertThat(result.outcome()).isEqualTo(NOT_HELD);
        assertThat(result.success()).isFalse();
        assertThat(redis.exists(key())).isFalse();
    }

    @Test
    void anExpiredLockIsNotExtended() {
        long token = acquire(ANNA, SHORT).token();
        awaitFree();
        assertThat(extend(ANNA, token).outcome()).isEqualTo(NOT_HELD);
        assertThat(redis.exists(key())).isFalse();
    }

    @Test
    void aStrangerDoesNotExtend() {
        DocumentLock held = acquire(BOB, Duration.ofSeconds(20));
        LockResult result = locks().extendLock(doc, ANNA);
        assertThat(result.outcome()).isEqualTo(LOCKED);
        assertThat(result.lockedBy()).contains("Bob B.");
        assertThat(redis.pexpireTime(key())).isEqualTo(held.expiresAt());
    }

    @Test
    void aStrangerWhoKnowsTheTokenDoesNotExtend() {
        DocumentLock held = acquire(BOB, Duration.ofSeconds(20));
        assertThat(extend(ANNA, held.token()).outcome()).isEqualTo(LOCKED);
        assertThat(redis.pexpireTime(key())).isEqualTo(held.expiresAt());
    }

    @Test
    void theOwnersOtherTabDoesNotExtend() {
        DocumentLock held = acquire(ANNA_TAB_1, Duration.ofSeconds(20));
        assertThat(locks().extendLock(doc, ANNA_TAB_2).outcome()).isEqualTo(LOCKED);
        assertThat(redis.pexpireTime(key())).isEqualTo(held.expiresAt());
    }

    @Test
    void aCallerWithoutSessionExtendsTheirTabsLock() {
        acquire(ANNA_TAB_1, Duration.ofSeconds(20));
        assertThat(locks().extendLock(doc, ANNA).outcome()).isEqualTo(EXTENDED);
        assertThat(pttl()).isGreaterThan(290_000);
    }

    @Test
    void anOldTokenExtendsNothing() {
        long old = acquire(ANNA_TAB_1, SHORT).token();
        awaitFree();
        DocumentLock present = acquire(ANNA_TAB_1, Duration.ofSeconds(20));
        LockResult result = extend(ANNA_TAB_1, old);
        assertThat(result.outcome()).isEqualTo(NOT_HELD);
        assertThat(redis.pexpireTime(key())).isEqualTo(present.expiresAt());
    }

    @Test
    void anOldTokenExtendsNothingAfterSomebodyElsesGrant() {
        long old = acquire(ANNA, SHORT).token();
        awaitFree();
        DocumentLock present = acquire(BOB, Duration.ofSeconds(20));
        assertThat(extend(ANNA, old).outcome()).isEqualTo(NOT_HELD);
        assertThat(redis.pexpireTime(key())).isEqualTo(present.expiresAt());
    }

    // ---- releasing

    @Test
    void theHolderReleases() {
        long token = acquire(ANNA, LONG).token();
        LockResult result = locks().releaseLock(doc, ANNA);
        assertThat(result.outcome()).isEqualTo(RELEASED);
        assertThat(result.success()).isTrue();
        assertThat(lock(result).token()).isEqualTo(token);
        assertThat(redis.exists(key())).isFalse();
    }

    @Test
    void leavingTwiceIsNoError() {
        acquire(ANNA, LONG);
        locks().releaseLock(doc, ANNA);
        LockResult again = locks().releaseLock(doc, ANNA);
        assertThat(again.outcome()).isEqualTo(NOT_HELD);
        assertThat(again.success()).isTrue();
    }

    @Test
    void aStrangerDoesNotRelease() {
        acquire(BOB, LONG);
        LockResult result = locks().releaseLock(doc, ANNA);
        assertThat(result.outcome()).isEqualTo(LOCKED);
        assertThat(result.success()).isFalse();
        assertThat(redis.exists(key())).isTrue();
    }

    @Test
    void aStrangerWhoKnowsTheTokenDoesNotRelease() {
        long token = acquire(BOB, LONG).token();
        assertThat(release(ANNA, token).outcome()).isEqualTo(LOCKED);
        assertThat(redis.exists(key())).isTrue();
    }

    @Test
    void theOwnersOtherTabDoesNotRelease() {
        acquire(ANNA_TAB_1, LONG);
        assertThat(locks().releaseLock(doc, ANNA_TAB_2).outcome()).isEqualTo(LOCKED);
        assertThat(redis.exists(key())).isTrue();
    }

    @Test
    void aCallerWithoutSessionReleasesTheirTabsLock() {
        acquire(ANNA_TAB_1, LONG);
        assertThat(locks().releaseLock(doc, ANNA).outcome()).isEqualTo(RELEASED);
        assertThat(redis.exists(key())).isFalse();
    }

    @Test
    void aTabReleasesTheirUsersLockWithoutSession() {
        acquire(ANNA, LONG);
        assertThat(locks().releaseLock(doc, ANNA_TAB_1).outcome()).isEqualTo(RELEASED);
        assertThat(redis.exists(key())).isFalse();
    }

    @Test
    void anOldTokenReleasesNothing() {
        long old = acquire(ANNA, SHORT).token();
        awaitFree();
        acquire(ANNA, LONG);
        LockResult result = release(ANNA, old);
        assertThat(result.outcome()).isEqualTo(NOT_HELD);
        assertThat(result.success()).isTrue();
        assertThat(redis.exists(key())).isTrue();
    }

    @Test
    void anOldTokenReleasesNothingAfterSomebodyElsesGrant() {
        long old = acquire(ANNA, SHORT).token();
        awaitFree();
        acquire(BOB, LONG);
        assertThat(release(ANNA, old).outcome()).isEqualTo(NOT_HELD);
        assertThat(info().orElseThrow().userId()).isEqualTo("bob");
    }

    @Test
    void aReleasedDocumentIsFreeForOthers() {
        acquire(ANNA, LONG);
        locks().releaseLock(doc, ANNA);
        assertThat(outcome(BOB)).isEqualTo(ACQUIRED);
    }

    @Test
    void aReleaseWithGraceKeepsOthersOutUntilTheGraceIsOver() {
        acquire(ANNA_TAB_1, LONG);
        assertThat(releaseWithGrace(ANNA_TAB_1, SHORT).outcome()).isEqualTo(RELEASED);
        assertThat(pttl()).isBetween(1L, SHORT.toMillis());
        assertThat(outcome(BOB)).isEqualTo(LOCKED);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> outcome(BOB) == ACQUIRED);
    }

    @Test
    void theSameTabComesBackWithinTheGrace() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        releaseWithGrace(ANNA_TAB_1, Duration.ofSeconds(5));
        LockResult back = locks().acquireLock(doc, ANNA_TAB_1, options().asNewGrant());
        assertThat(back.outcome()).isEqualTo(ACQUIRED);
        assertThat(token(back)).isGreaterThan(token);
        assertThat(pttl()).isGreaterThan(290_000);
    }

    @Test
    void theSameTabThatComesBackWithinTheGraceGoesOnWithItsToken() {
        long token = acquire(ANNA_TAB_1.named("Anna A."), LONG).token();
        releaseWithGrace(ANNA_TAB_1, Duration.ofSeconds(5));
        LockResult back = locks().acquireLock(doc, ANNA_TAB_1);
        assertThat(back.outcome()).isEqualTo(RESUMED);
        assertThat(token(back)).isEqualTo(token);
        assertThat(lock(back).username()).contains("Anna A.");
        assertThat(pttl()).isGreaterThan(290_000);
        assertThat(extend(ANNA_TAB_1, token).outcome()).isEqualTo(EXTENDED);
    }

    @Test
    void aHeartbeatThatArrivesAfterAReleaseWithGraceDoesNotBringTheLockBack() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        releaseWithGrace(ANNA_TAB_1, Duration.ofSeconds(5));
        assertThat(extend(ANNA_TAB_1, token).outcome()).isEqualTo(NOT_HELD);
        assertThat(locks().extendLock(doc, ANNA).outcome()).isEqualTo(NOT_HELD);
        assertThat(transfer(ANNA_TAB_1, OptionalLong.of(token), BOB).outcome()).isEqualTo(NOT_HELD);
        assertThat(pttl()).isBetween(1L, 5_000L);
        assertThat(locks().verifyLock(doc, ANNA_TAB_1, token)).isTrue();
    }

    @Test
    void aSecondReleaseEndsTheGrace() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        releaseWithGrace(ANNA_TAB_1, Duration.ofSeconds(5));
        assertThat(releaseWithGrace(ANNA_TAB_1, Duration.ofSeconds(5)).outcome())
                .isEqualTo(RELEASED);
        assertThat(release(ANNA_TAB_1, token).outcome()).isEqualTo(RELEASED);
        assertThat(redis.exists(key())).isFalse();
    }

    @Test
    void whatATabHasLeftIsNewToItsUserWithoutATabAndClosedToTheOtherTab() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        releaseWithGrace(ANNA_TAB_1, Duration.ofSeconds(5));
        assertThat(outcome(ANNA_TAB_2)).isEqualTo(LOCKED);
        assertThat(outcome(ANNA_TAB_1.actedForBy("crm"))).isEqualTo(LOCKED);
        LockResult plain = locks().acquireLock(doc, ANNA);
        assertThat(plain.outcome()).isEqualTo(ACQUIRED);
        assertThat(token(plain)).isGreaterThan(token);
        assertThat(release(ANNA_TAB_1, token).outcome()).isEqualTo(NOT_HELD);
    }

    @Test
    void aGrantInItsGraceIsResumedAfterItToo() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        releaseWithGrace(ANNA_TAB_1, SHORT);
        awaitFree();
        assertThat(resume(ANNA_TAB_1, token).outcome()).isEqualTo(RESUMED);
    }

    @Test
    void aGraceNeverProlongs() {
        DocumentLock lock = acquire(ANNA, Duration.ofSeconds(2));
        releaseWithGrace(ANNA, Duration.ofSeconds(5));
        assertThat(redis.pexpireTime(key())).isEqualTo(lock.expiresAt());
    }

    @Test
    void aGraceOfMoreThanFiveSecondsIsRefused() {
        acquire(ANNA, LONG);
        assertThatThrownBy(() -> releaseWithGrace(ANNA, Duration.ofMillis(5001)))
                .isInstanceOf(InvalidLockRequestException.class);
        assertThat(pttl()).isGreaterThan(290_000);
    }

    @Test
    void theFenceOutlivesAnEndedGrant() {
        long token = acquire(ANNA, LONG).token();
        redis.del(fenceKey());
        locks().releaseLock(doc, ANNA);
        assertThat(fence()).startsWith(token + " ");
        assertThat(redis.pttl(fenceKey())).isGreaterThan(Duration.ofHours(47).toMillis());
        acquire(ANNA, LONG);
        breakLock(OptionalLong.empty());
        assertThat(redis.pttl(fenceKey())).isGreaterThan(Duration.ofHours(47).toMillis());
    }

    @Test
    void aReleaseNeverTakesTheFenceBack() {
        acquire(ANNA, LONG);
        String old = text();
        long later =
                token(
                        locks().acquireLock(
                                        doc,
                                        ANNA,
                                        options().asNewGrant().above(4_000_000_000_000_000L)));
        // Another program writes back what it had read before.
        foreign(old);
        locks().releaseLock(doc, ANNA);
        assertThat(acquire(BOB, LONG).token()).isGreaterThan(later);
    }

    @Test
    void aGraceEndsALockThatHadNoEnd() {
        acquire(ANNA, LONG);
        redis.persist(key());
        releaseWithGrace(ANNA, Duration.ofSeconds(2));
        assertThat(pttl()).isBetween(1L, 2_000L);
    }

    // ---- breaking a lock

    @Test
    void anAdministratorReleasesByForce() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        LockResult result = breakLock(OptionalLong.empty());
        assertThat(result.outcome()).isEqualTo(RELEASED);
        assertThat(lock(result).userId()).isEqualTo("anna");
        assertThat(redis.exists(key())).isFalse();
        assertThat(fence()).doesNotContain("anna");
        assertThat(acquire(BOB, LONG).token()).isGreaterThan(token);
    }

    @Test
    void aForceReleaseOfAFreeDocumentIsNoError() {
        LockResult result = breakLock(OptionalLong.empty());
        assertThat(result.outcome()).isEqualTo(NOT_HELD);
        assertThat(result.success()).isTrue();
    }

    @Test
    void aForceReleaseMeansTheGrantThatWasSeen() {
        long seen = acquire(ANNA, SHORT).token();
        awaitFree();
        acquire(BOB, LONG);
        LockResult result = breakLock(OptionalLong.of(seen));
        assertThat(result.outcome()).isEqualTo(NOT_HELD);
        assertThat(lock(result).userId()).isEqualTo("bob");
        assertThat(redis.exists(key())).isTrue();
    }

    @Test
    void aForceReleaseByTheRightTokenEndsTheGrant() {
        long seen = acquire(ANNA, LONG).token();
        assertThat(breakLock(OptionalLong.of(seen)).outcome()).isEqualTo(RELEASED);
        assertThat(redis.exists(key())).isFalse();
    }

    // ---- handing over

    @Test
    void aHolderHandsOverWithANewToken() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        LockResult result = transfer(ANNA_TAB_1, OptionalLong.of(token), BOB.inSession("bobs-tab"));
        assertThat(result.outcome()).isEqualTo(TRANSFERRED);
        assertThat(token(result)).isGreaterThan(token);
        DocumentLock now = info().orElseThrow();
        assertThat(now.isHeldBy(BOB.inSession("bobs-tab"))).isTrue();
        assertThat(now.username()).contains("Bob B.");
        assertThat(locks().verifyLock(doc, ANNA_TAB_1, token)).isFalse();
        assertThat(pttl()).isLessThanOrEqualTo(30_000);
    }

    @Test
    void aStrangerHandsNothingOver() {
        acquire(BOB, LONG);
        assertThat(transfer(ANNA, OptionalLong.empty(), ANNA_TAB_1).outcome()).isEqualTo(LOCKED);
        assertThat(info().orElseThrow().userId()).isEqualTo("bob");
    }

    @Test
    void anotherTabOrNoTabHandsNothingOver() {
        acquire(ANNA_TAB_1, LONG);
        assertThat(transfer(ANNA_TAB_2, OptionalLong.empty(), BOB).outcome()).isEqualTo(LOCKED);
        assertThat(transfer(ANNA, OptionalLong.empty(), BOB).outcome()).isEqualTo(LOCKED);
        assertThat(info().orElseThrow().sessionId()).contains("tab-1");
    }

    @Test
    void aFreeDocumentIsNotHandedOver() {
        LockResult result = transfer(ANNA, OptionalLong.empty(), BOB);
        assertThat(result.outcome()).isEqualTo(NOT_HELD);
        assertThat(result.success()).isFalse();
        assertThat(redis.exists(key())).isFalse();
    }

    @Test
    void anOldTokenHandsNothingOver() {
        long old = acquire(ANNA, SHORT).token();
        awaitFree();
        acquire(ANNA, LONG);
        assertThat(transfer(ANNA, OptionalLong.of(old), BOB).outcome()).isEqualTo(NOT_HELD);
        assertThat(info().orElseThrow().userId()).isEqualTo("anna");
    }

    // ---- looking

    @Test
    void aFreeDocumentIsNotLocked() {
        assertThat(locks().isLocked(doc)).isFalse();
        assertThat(locks().getLockInfo(doc)).isEmpty();
    }

    @Test
    void aLockShowsEverythingAboutItself() {
        DocumentLock granted = acquire(BOB.inSession("tab"), LONG);
        assertThat(locks().isLocked(doc)).isTrue();
        DocumentLock seen = info().orElseThrow();
        assertThat(seen).usingRecursiveComparison().ignoringFields("remaining").isEqualTo(granted);
        assertThat(seen.remaining()).isBetween(LONG.minusSeconds(10), LONG);
    }

    @Test
    void anExpiredLockIsNotLocked() {
        acquire(ANNA, SHORT);
        awaitFree();
        assertThat(locks().isLocked(doc)).isFalse();
        assertThat(info()).isEmpty();
    }

    @Test
    void manyDocumentsAreLookedUpAtOnce() {
        acquire(ANNA, LONG);
        String other = doc + "-other";
        String free = doc + "-free";
        locks().acquireLock(other, BOB);
        assertThat(locks().getLockInfos(List.of(doc, other, free)).keySet())
                .containsExactlyInAnyOrder(doc, other);
    }

    @Test
    void aLockIsVerifiedByUserSessionAndToken() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        assertThat(locks().verifyLock(doc, ANNA_TAB_1, token)).isTrue();
        assertThat(locks().verifyLock(doc, ANNA_TAB_1, token - 1)).isFalse();
        assertThat(locks().verifyLock(doc, ANNA_TAB_2, token)).isFalse();
        assertThat(locks().verifyLock(doc, ANNA, token)).isFalse();
        assertThat(locks().verifyLock(doc, BOB, token)).isFalse();
    }

    @Test
    void allLocksAreListedOnceWithTheirDocuments() {
        List<String> documents = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            documents.add(doc + "/" + i);
            locks().acquireLock(documents.get(i), ANNA);
        }
        assertThat(administration().getAllLocks())
                .extracting(DocumentLock::documentId)
                .doesNotHaveDuplicates()
                .containsAll(documents);
        documents.forEach(it -> locks().releaseLock(it, ANNA));
    }

    @Test
    void keysThatOnlyLookLikeLocksAreNotListed() {
        redis.set("doc-lock:" + doc + "{raw}", "{\"userId\":\"u9\"}");
        redis.set("doc-lock:" + doc + "%zz", "{\"userId\":\"u9\"}");
        redis.set("doc-lock:", "{\"userId\":\"u9\"}");
        redis.set("doc-lock:  ", "{\"userId\":\"u9\"}");
        redis.set("doc-lock:" + "x".repeat(300), "{\"userId\":\"u9\"}");
        acquire(ANNA, LONG);
        assertThat(administration().getAllLocks())
                .extracting(DocumentLock::documentId)
                .filteredOn(id -> id.startsWith(doc))
                .containsExactly(doc);
        assertThat(administration().clearAllLocks("root", Optional.empty())).isPositive();
        redis.del("doc-lock:" + doc + "{raw}", "doc-lock:" + doc + "%zz");
        redis.del("doc-lock:", "doc-lock:  ", "doc-lock:" + "x".repeat(300));
    }

    @Test
    void clearingEndsEveryLockAndNothingIsResumedAcrossIt() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        locks().acquireLock(doc + "-2", BOB);
        foreign(doc + "-3", "{\"userId\":\"u9\",\"timestamp\":1}");
        redis.hset("doc-lock:" + doc + "-4", "not", "a lock");
        redis.set("other:" + doc, "stays");

        long cleared = administration().clearAllLocks("root", Optional.of("maintenance"));

        assertThat(cleared).isGreaterThanOrEqualTo(4);
        assertThat(look.keys("doc-lock:*")).isEmpty();
        assertThat(redis.get("other:" + doc)).isEqualTo("stays");
        assertThat(administration().getAllLocks()).isEmpty();
        assertNotResumed(ANNA_TAB_1, token);
        redis.del("other:" + doc);
    }

    // ---- services that act for users

    @Test
    void aServicesGrantRemembersWhoMadeIt() {
        DocumentLock lock = acquire(ANNA.actedForBy("crm"), LONG);
        assertThat(lock.by()).contains("crm");
        assertThat(text()).endsWith(",\"by\":\"crm\"}");
        assertThat(info().orElseThrow().by()).contains("crm");
        assertThat(outcome(ANNA)).isEqualTo(RENEWED);
    }

    @Test
    void aServiceEndsTheGrantThatItMade() {
        acquire(ANNA.actedForBy("crm"), LONG);
        assertThat(locks().releaseLock(doc, ANNA.actedForBy("crm")).outcome()).isEqualTo(RELEASED);
    }

    @Test
    void theUserEndsTheGrantThatAServiceMadeForThem() {
        acquire(ANNA.actedForBy("crm"), LONG);
        assertThat(locks().releaseLock(doc, ANNA).outcome()).isEqualTo(RELEASED);
    }

    @Test
    void aServiceDoesNotEndTheUsersOwnGrant() {
        acquire(ANNA_TAB_1, LONG);
        String before = text();
        LockOwner service = ANNA_TAB_1.actedForBy("crm");
        assertThat(locks().releaseLock(doc, service).outcome()).isEqualTo(LOCKED);
        assertThat(releaseWithGrace(service, SHORT).outcome()).isEqualTo(LOCKED);
        assertThat(transfer(service, OptionalLong.empty(), BOB).outcome()).isEqualTo(LOCKED);
        assertThat(locks().acquireLock(doc, service, options().asNewGrant()).outcome())
                .isEqualTo(LOCKED);
        LockOwner otherTab = ANNA_TAB_2.actedForBy("crm");
        assertThat(locks().acquireLock(doc, otherTab, options().takingOver()).outcome())
                .isEqualTo(LOCKED);
        assertThat(text()).isEqualTo(before);
        assertThat(pttl()).isGreaterThan(290_000);
    }

    @Test
    void aServiceDoesNotAdoptTheUsersOwnGrant() {
        acquire(ANNA, LONG);
        String before = text();
        LockOwner service = ANNA_TAB_1.actedForBy("crm");
        assertThat(outcome(service)).isEqualTo(LOCKED);
        assertThat(locks().extendLock(doc, service).outcome()).isEqualTo(LOCKED);
        assertThat(text()).isEqualTo(before);
    }

    @Test
    void aServiceDoesNotEndAnotherServicesGrant() {
        acquire(ANNA.actedForBy("crm"), LONG);
        assertThat(locks().releaseLock(doc, ANNA.actedForBy("erp")).outcome()).isEqualTo(LOCKED);
        assertThat(locks().releaseLock(doc, ANNA.actedForBy("cr")).outcome()).isEqualTo(LOCKED);
    }

    @Test
    void aServiceThatShowsTheTokenEndsAnyGrantOfItsUser() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        assertThat(release(BOB.actedForBy("crm"), token).outcome()).isEqualTo(LOCKED);
        assertThat(release(ANNA_TAB_1.actedForBy("crm"), token).outcome()).isEqualTo(RELEASED);
    }

    @Test
    void aServiceDoesNotEndAnotherProgramsLockOfItsUser() {
        foreign("{\"userId\":\"anna\",\"timestamp\":1703123456789}");
        String before = text();
        LockOwner service = ANNA.actedForBy("crm");
        assertThat(release(service, 0).outcome()).isEqualTo(LOCKED);
        assertThat(extend(service, 0).outcome()).isEqualTo(LOCKED);
        assertThat(transfer(service, OptionalLong.of(0), BOB).outcome()).isEqualTo(LOCKED);
        assertThat(outcome(service)).isEqualTo(LOCKED);
        assertThat(text()).isEqualTo(before);
    }

    @Test
    void aServiceProlongsTheUsersOwnGrantAndLeavesItTheUsers() {
        acquire(ANNA_TAB_1, Duration.ofSeconds(20));
        assertThat(locks().extendLock(doc, ANNA_TAB_1.actedForBy("crm")).outcome())
                .isEqualTo(EXTENDED);
        assertThat(info().orElseThrow().by()).isEmpty();
    }

    // ---- several documents

    @Test
    void severalDocumentsAreAcquiredTogetherInOrder() {
        LockSetResult result = acquireAll(ANNA, doc + "-b", doc + "-a", doc + "-b");
        assertThat(result.success()).isTrue();
        assertThat(result.grants())
                .extracting(grant -> lock(grant).documentId())
                .containsExactly(doc + "-a", doc + "-b");
        assertThat(redis.exists("doc-lock:" + doc + "-a", "doc-lock:" + doc + "-b")).isEqualTo(2);
    }

    @Test
    void ifOneOfSeveralIsRefusedNoneIsKept() {
        locks().acquireLock(doc + "-b", BOB);
        LockSetResult result = acquireAll(ANNA, doc + "-a", doc + "-b", doc + "-c");
        assertThat(result.success()).isFalse();
        assertThat(result.grants()).isEmpty();
        assertThat(result.refusal().orElseThrow().lockedBy()).contains("Bob B.");
        assertThat(result.refusal().orElseThrow().lockInfo().orElseThrow().documentId())
                .isEqualTo(doc + "-b");
        assertThat(redis.exists("doc-lock:" + doc + "-a", "doc-lock:" + doc + "-c")).isZero();
    }

    @Test
    void whatTheOwnerHeldBeforeStaysIfOneOfSeveralIsRefused() {
        long token = token(locks().acquireLock(doc + "-a", ANNA_TAB_1));
        locks().acquireLock(doc + "-b", BOB);
        acquireAll(ANNA_TAB_1, doc + "-a", doc + "-b");
        assertThat(locks().verifyLock(doc + "-a", ANNA_TAB_1, token)).isTrue();
    }

    @Test
    void whatWasTakenOverIsGivenBackIfOneOfSeveralIsRefused() {
        locks().acquireLock(doc + "-a", ANNA_TAB_1);
        locks().acquireLock(doc + "-b", BOB);
        locks().acquireLocks(List.of(doc + "-a", doc + "-b"), ANNA_TAB_2, options().takingOver());
        assertThat(redis.exists("doc-lock:" + doc + "-a")).isFalse();
    }

    @Test
    void aHundredDocumentsAreAcquiredTogetherAndNoMore() {
        List<String> documents = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            documents.add(doc + "-" + i);
        }
        assertThat(locks().acquireLocks(documents, ANNA, options()).grants()).hasSize(100);
        documents.add(doc);
        assertRefused(() -> locks().acquireLocks(documents, ANNA, options()));
    }

    @Test
    void noDocumentsAtAllAreNotAcquired() {
        assertThatThrownBy(() -> locks().acquireLocks(List.of(), ANNA, options()))
                .isInstanceOf(InvalidLockRequestException.class);
    }

    // ---- locks of other programs

    @Test
    void anotherProgramsLockIsHonouredAndReported() {
        foreign("{\"userId\":\"u9\",\"timestamp\":1703123456789,\"username\":\"j\"}");
        LockResult result = locks().acquireLock(doc, ANNA);
        assertThat(result.outcome()).isEqualTo(LOCKED);
        assertThat(result.lockedBy()).contains("j");
        DocumentLock seen = info().orElseThrow();
        assertThat(seen.userId()).isEqualTo("u9");
        assertThat(seen.timestamp()).isEqualTo(1703123456789L);
        assertThat(seen.token()).isZero();
        assertThat(seen.remaining()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
    }

    @Test
    void anotherProgramsLockIsAdoptedByItsOwnersAcquire() {
        foreign("{\"userId\":\"u9\",\"timestamp\":1703123456789,\"username\":\"j\"}");
        LockResult result = locks().acquireLock(doc, LockOwner.of("u9").inSession("tab"));
        assertThat(result.outcome()).isEqualTo(ACQUIRED);
        assertThat(token(result)).isPositive();
        assertThat(text()).startsWith("{\"userId\":\"u9\",\"sessionId\":\"tab\",\"token\":");
        assertThat(lock(result).username()).contains("j");
    }

    @Test
    void anotherProgramsLockIsAdoptedByItsOwnersExtend() {
        foreign("{\"userId\":\"u9\",\"timestamp\":1703123456789,\"username\":\"j \\\"k\\\"\"}");
        LockResult result = locks().extendLock(doc, LockOwner.of("u9"));
        assertThat(result.outcome()).isEqualTo(EXTENDED);
        assertThat(token(result)).isPositive();
        assertThat(info().orElseThrow().username()).contains("j \"k\"");
        assertThat(pttl()).isGreaterThan(290_000);
    }

    @Test
    void anotherProgramsLockIsReleasedByItsOwner() {
        foreign("{\"userId\":\"u9\",\"timestamp\":1703123456789}");
        assertThat(locks().releaseLock(doc, LockOwner.of("u9")).outcome()).isEqualTo(RELEASED);
        assertThat(redis.exists(key())).isFalse();
    }

    @Test
    void anotherProgramsLockIsNotReleasedByAStranger() {
        foreign("{\"userId\":\"u9\",\"timestamp\":1703123456789}");
        assertThat(locks().releaseLock(doc, ANNA).outcome()).isEqualTo(LOCKED);
        assertThat(redis.exists(key())).isTrue();
    }

    @Test
    void anotherProgramsLockIsReleasedByForce() {
        foreign("{\"userId\":\"u9\",\"timestamp\":1703123456789}");
        assertThat(breakLock(OptionalLong.of(0)).outcome()).isEqualTo(RELEASED);
        assertThat(redis.exists(key())).isFalse();
    }

    @Test
    void noTokenOfOursMeansAnotherProgramsLock() {
        foreign("{\"userId\":\"u9\",\"timestamp\":1703123456789}");
        assertThat(release(LockOwner.of("u9"), 42).outcome()).isEqualTo(NOT_HELD);
        assertThat(breakLock(OptionalLong.of(42)).outcome()).isEqualTo(NOT_HELD);
        assertThat(redis.exists(key())).isTrue();
    }

    @Test
    void theFieldsOfAnotherProgramsLockMayStandInAnyOrder() {
        foreign(
                "{ \"username\" : \"j\", \"extra\": {\"userId\":\"x\"}, \"timestamp\":17, \"userId\":\"u9\" }");
        assertThat(outcome(ANNA)).isEqualTo(LOCKED);
        assertThat(info().orElseThrow().userId()).isEqualTo("u9");
        assertThat(locks().releaseLock(doc, LockOwner.of("u9")).outcome()).isEqualTo(RELEASED);
    }

    @Test
    void theTextsOfAnotherProgramsLockMayBeEscapedDifferently() {
        foreign("{\"userId\":\"\\u00fc\\/9\",\"timestamp\":1703123456789}");
        assertThat(outcome(ANNA)).isEqualTo(LOCKED);
        assertThat(locks().acquireLock(doc, LockOwner.of("ü/9")).outcome()).isEqualTo(ACQUIRED);
    }

    @Test
    void anotherProgramsLockWithoutExpiryIsHonouredAndGetsOneByRenewal() {
        redis.set(key(), "{\"userId\":\"u9\",\"timestamp\":1703123456789}");
        assertThat(outcome(ANNA)).isEqualTo(LOCKED);
        assertThat(info().orElseThrow().expiresAt()).isEqualTo(DocumentLock.NEVER);
        locks().extendLock(doc, LockOwner.of("u9"));
        assertThat(pttl()).isBetween(290_000L, 300_000L);
    }

    @Test
    void aLockOfOursWrittenAgainByAnotherProgramGetsAHigherToken() {
        long token = redisMillis() * 1000 + Duration.ofDays(1).toNanos() / 1000;
        foreign("{\"token\":" + token + ",\"userId\":\"anna\",\"timestamp\":1703123456789}");
        assertThat(acquire(ANNA, LONG).token()).isEqualTo(token + 1);
    }

    @Test
    void aTokenThatNoClockOfOursGaveDoesNotUseUpTheTokens() {
        foreign("{\"token\":9007199254740990,\"userId\":\"anna\",\"timestamp\":1}");
        assertThat(acquire(ANNA, LONG).token()).isLessThan(9_000_000_000_000_000L);
    }

    @Test
    void aForeignLockThatIsReleasedLeavesNothingToResume() {
        long token = acquire(ANNA_TAB_1, SHORT).token();
        awaitFree();
        foreign("{\"userId\":\"anna\",\"timestamp\":1703123456789}");
        assertThat(locks().releaseLock(doc, ANNA).outcome()).isEqualTo(RELEASED);
        assertNotResumed(ANNA_TAB_1, token);
    }

    @Test
    void everyMeetingWithAForeignLockIsRemembered() {
        List<Runnable> meetings =
                List.of(
                        () -> locks().releaseLock(doc, BOB),
                        () -> locks().extendLock(doc, BOB),
                        () -> transfer(BOB, OptionalLong.empty(), ANNA));
        for (Runnable meeting : meetings) {
            nameADocument();
            long token = acquire(ANNA_TAB_1, SHORT).token();
            awaitFree();
            foreign("{\"userId\":\"u9\",\"timestamp\":1703123456789}");
            meeting.run();
            redis.del(key());
            assertNotResumed(ANNA_TAB_1, token);
        }
    }

    @Test
    void aForeignLockWithNumbersOfAnyLengthIsHonouredListedAndBroken() {
        for (String number : List.of("9".repeat(1200), "1e99999999999", "-1", "1.5", "1e400")) {
            foreign("{\"userId\":\"u9\",\"timestamp\":" + number + "}");
            assertThat(outcome(ANNA)).as(number).isEqualTo(LOCKED);
            assertThat(info()).as(number).isPresent();
            assertThat(administration().getAllLocks())
                    .extracting(DocumentLock::documentId)
                    .contains(doc);
            assertThat(breakLock(OptionalLong.empty()).outcome()).isEqualTo(RELEASED);
        }
    }

    @Test
    void aForeignLockWithAnEmptyNameIsNamedByTheUserId() {
        foreign("{\"userId\":\"u9\",\"timestamp\":1,\"username\":\"\"}");
        assertThat(locks().acquireLock(doc, ANNA).lockedBy()).contains("u9");
    }

    @Test
    void lineSeparatorsOfUnicodeAreTextLikeAnyOther() {
        LockOwner owner = LockOwner.of("an\u2028na").named("a\u2029b").inSession("s\u20281");
        long token = acquire(owner, LONG).token();
        assertThat(token).isPositive();
        assertThat(locks().verifyLock(doc, owner, token)).isTrue();
    }

    @Test
    void whatIsNoLockStandsInTheWayUntilItIsReleasedByForce() {
        for (String text :
                List.of("", "hello", "{\"userId\":", "[]", "null", "42", "{\"userId\":7}", "{}")) {
            foreign(text);
            LockResult refused = locks().acquireLock(doc, ANNA);
            assertThat(refused.outcome()).as(text).isEqualTo(LOCKED);
            assertThat(refused.lockedBy()).as(text).contains("another program");
            assertThat(locks().isLocked(doc)).as(text).isTrue();
            assertThat(info().orElseThrow().isReadable()).as(text).isFalse();
            assertThat(locks().releaseLock(doc, ANNA).outcome()).as(text).isEqualTo(LOCKED);
            assertThat(breakLock(OptionalLong.empty()).outcome()).as(text).isEqualTo(RELEASED);
            assertThat(outcome(ANNA)).as(text).isEqualTo(ACQUIRED);
            locks().releaseLock(doc, ANNA);
        }
    }

    @Test
    void aKeyOfAnotherTypeStandsInTheWayUntilItIsReleasedByForce() {
        redis.rpush(key(), "a", "b");
        assertThat(outcome(ANNA)).isEqualTo(LOCKED);
        assertThat(locks().extendLock(doc, ANNA).outcome()).isEqualTo(LOCKED);
        assertThat(info().orElseThrow().isReadable()).isFalse();
        assertThat(redis.lrange(key(), 0, -1)).containsExactly("a", "b");
        assertThat(breakLock(OptionalLong.empty()).outcome()).isEqualTo(RELEASED);
        assertThat(outcome(ANNA)).isEqualTo(ACQUIRED);
    }

    @Test
    void nobodyCanBeTheUnreadableHolder() {
        assertThatThrownBy(() -> LockOwner.of(DocumentLock.UNREADABLE_HOLDER))
                .isInstanceOf(InvalidLockRequestException.class);
    }

    // ---- ids

    @Test
    void anOrdinaryIdIsItsOwnKey() {
        doc = "quotes/2026/" + doc + " v1.0 ü 🙂 a+b&c=d?#*[x]\\";
        locks().acquireLock(doc, ANNA);
        assertThat(redis.get("doc-lock:" + doc)).contains("anna");
    }

    @Test
    void anyIdIsLockedFoundListedAndReleased() {
        for (String part :
                List.of(
                        "a/b", "{x}", "%7Bx%7D", "100%", "a b", "🙂", "\u0000", "\n\t", "é\u0085",
                        "+", "}{")) {
            String id = doc + part;
            assertThat(locks().acquireLock(id, ANNA).outcome()).as(part).isEqualTo(ACQUIRED);
            assertThat(locks().acquireLock(id, BOB).outcome()).as(part).isEqualTo(LOCKED);
            assertThat(locks().getLockInfo(id).orElseThrow().documentId()).isEqualTo(id);
            assertThat(administration().getAllLocks())
                    .as(part)
                    .extracting(DocumentLock::documentId)
                    .contains(id);
            assertThat(locks().releaseLock(id, ANNA).outcome()).as(part).isEqualTo(RELEASED);
        }
    }

    @Test
    void idsThatLookAlikeAreDifferentDocuments() {
        acquire(ANNA, LONG);
        for (String other : List.of(doc + " ", doc.toUpperCase(), doc + "%20", "{" + doc + "}")) {
            assertThat(locks().acquireLock(other, BOB).outcome()).as(other).isEqualTo(ACQUIRED);
        }
    }

    @Test
    void anIdMayHave256CharactersAndNoMore() {
        String longest = doc + "x".repeat(256 - doc.length());
        assertThat(locks().acquireLock(longest, ANNA).outcome()).isEqualTo(ACQUIRED);
        assertThatThrownBy(() -> locks().acquireLock(longest + "x", ANNA))
                .isInstanceOf(InvalidLockRequestException.class)
                .hasMessageContaining("256");
    }

    @Test
    void textsThatCannotBeKeptAreRefused() {
        assertRefused(() -> locks().acquireLock("", ANNA));
        assertRefused(() -> locks().acquireLock(null, ANNA));
        assertRefused(() -> locks().isLocked(null));
        assertRefused(() -> locks().acquireLock("  ", ANNA));
        assertRefused(() -> locks().acquireLock("a\ud800b", ANNA));
        assertRefused(() -> locks().isLocked("\udc00"));
        assertRefused(() -> LockOwner.of(""));
        assertRefused(() -> LockOwner.of("a\nb"));
        assertRefused(() -> LockOwner.of("u".repeat(129)));
        assertRefused(() -> LockOwner.of("u").named(""));
        assertRefused(() -> LockOwner.of("u").named("n".repeat(129)));
        assertRefused(() -> LockOwner.of("u").inSession("s".repeat(65)));
        assertRefused(() -> options().attempt("white space"));
        assertRefused(
                () ->
                        administration()
                                .forceReleaseLock(
                                        doc, " ", Optional.empty(), OptionalLong.empty()));
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertRefused(() -> locks().acquireLock(doc, ANNA, options().ttl(Duration.ZERO)));
        assertRefused(() -> locks().acquireLock(doc, ANNA, options().ttl(Duration.ofHours(25))));
        assertRefused(
                () ->
                        locks().acquireLock(
                                        doc,
                                        ANNA,
                                        options().ttl(Duration.ofSeconds(Long.MAX_VALUE))));
        assertRefused(() -> options().above(-1));
        assertRefused(() -> options().above(1L << 53));
        assertRefused(() -> options().resuming(-1));
        assertRefused(() -> release(ANNA, -5));
        assertThat(redis.exists(key())).isFalse();
    }

    // ---- events

    @Test
    void everyChangeIsPublishedAndNothingElse() throws Exception {
        List<String> messages = Collections.synchronizedList(new ArrayList<>());
        JedisPubSub subscriber =
                new JedisPubSub() {
                    @Override
                    public void onMessage(String channel, String message) {
                        messages.add(message);
                    }
                };
        try (Jedis connection = look.connect()) {
            Thread listener = new Thread(() -> connection.subscribe(subscriber, "doc-lock-events"));
            listener.start();
            await().atMost(PATIENCE).until(subscriber::isSubscribed);

            locks().releaseLock(doc, ANNA);
            locks().extendLock(doc, ANNA);
            long token = acquire(ANNA, Duration.ofSeconds(20)).token();
            locks().acquireLock(doc, BOB);
            locks().releaseLock(doc, BOB);
            locks().extendLock(doc, ANNA.actedForBy("crm"));
            locks().extendLock(doc, ANNA, OptionalLong.empty(), Optional.of(SHORT));
            transfer(ANNA, OptionalLong.of(token), BOB);
            administration()
                    .forceReleaseLock(
                            doc, "root", Optional.of("on \"holiday\""), OptionalLong.empty());
            acquire(ANNA, LONG);
            locks().releaseLock(doc, ANNA);

            List<String> expected =
                    List.of("acquired", "renewed", "transferred", "broken", "acquired", "released");
            await().atMost(PATIENCE)
                    .until(() -> ofThisDocument(messages).size() >= expected.size());
            assertThat(ofThisDocument(messages))
                    .extracting(it -> it.replaceAll("^\\{\"type\":\"(\\w+)\".*", "$1"))
                    .containsExactlyElementsOf(expected);
            assertThat(ofThisDocument(messages).get(0))
                    .contains("\"outcome\":\"ACQUIRED\"", "\"lock\":{\"userId\":\"anna\"");
            assertThat(ofThisDocument(messages).get(1)).contains("\"by\":\"crm\"");
            assertThat(ofThisDocument(messages).get(3))
                    .contains("\"by\":\"root\"", "\"reason\":\"on \\\"holiday\\\"\"");
            subscriber.unsubscribe();
            listener.join(PATIENCE.toMillis());
        }
    }

    // ---- what a guarded call asks: user and session exactly, and the token

    @Test
    void aGrantIsConfirmedByItsTokenAndProlonged() {
        DocumentLock lock = acquire(ANNA_TAB_1, Duration.ofSeconds(5));
        LockResult result = hold(ANNA_TAB_1, lock.token());
        assertThat(result.outcome()).isEqualTo(EXTENDED);
        assertThat(lock(result).token()).isEqualTo(lock.token());
        assertThat(pttl()).isBetween(290_000L, 300_000L);
    }

    @Test
    void confirmingAGrantNeverShortensIt() {
        DocumentLock lock = acquire(ANNA_TAB_1, Duration.ofHours(1));
        hold(ANNA_TAB_1, lock.token());
        assertThat(pttl()).isGreaterThan(3_500_000L);
    }

    @Test
    void aGrantIsNotConfirmedToAnotherUserSessionOrToken() {
        DocumentLock lock = acquire(ANNA_TAB_1, LONG);
        String before = text();
        assertThat(notConfirmed(BOB.inSession("tab-1"), lock.token())).isEqualTo(LOCKED);
        assertThat(notConfirmed(ANNA_TAB_2, lock.token())).isEqualTo(LOCKED);
        assertThat(notConfirmed(ANNA, lock.token())).isEqualTo(LOCKED);
        assertThat(notConfirmed(ANNA_TAB_1, lock.token() - 1)).isEqualTo(NOT_HELD);
        assertThat(notConfirmed(ANNA_TAB_1, lock.token() + 1)).isEqualTo(NOT_HELD);
        assertThat(text()).isEqualTo(before);
    }

    @Test
    void aGrantWithoutASessionIsNotConfirmedToASession() {
        DocumentLock lock = acquire(ANNA, LONG);
        assertThat(notConfirmed(ANNA_TAB_1, lock.token())).isEqualTo(LOCKED);
        assertThat(hold(ANNA, lock.token()).success()).isTrue();
    }

    @Test
    void aGrantThatHasEndedIsNotConfirmed() {
        DocumentLock lock = acquire(ANNA_TAB_1, SHORT);
        awaitFree();
        assertThat(notConfirmed(ANNA_TAB_1, lock.token())).isEqualTo(NOT_HELD);
        assertThat(redis.exists(key())).isFalse();
    }

    @Test
    void anotherProgramsLockIsConfirmedToNobody() {
        foreign("{\"userId\":\"anna\",\"timestamp\":1}");
        assertThat(notConfirmed(ANNA, 0)).isEqualTo(LOCKED);
    }

    @Test
    void aGrantWhosePageHasLeftIsConfirmedButNotProlonged() {
        DocumentLock lock = acquire(ANNA_TAB_1, LONG);
        releaseWithGrace(ANNA_TAB_1, Duration.ofSeconds(5));
        assertThat(hold(ANNA_TAB_1, lock.token()).success()).isTrue();
        assertThat(pttl()).isLessThanOrEqualTo(5_000L);
    }

    @Test
    void severalGrantsAreConfirmedInTheOrderOfTheirDocuments() {
        String other = doc + "-other";
        long token = acquire(ANNA_TAB_1, LONG).token();
        long otherToken = token(locks().acquireLock(other, ANNA_TAB_1));
        Map<String, Long> tokens = Map.of(other, otherToken, doc, token);
        assertThat(locks().holdLocks(tokens, ANNA_TAB_1, Optional.empty()))
                .extracting(LockResult::outcome)
                .containsExactly(EXTENDED, EXTENDED);
        locks().releaseLock(other, ANNA_TAB_1);
        assertThat(locks().holdLocks(tokens, ANNA_TAB_1, Optional.empty()))
                .extracting(LockResult::outcome)
                .containsExactly(EXTENDED, NOT_HELD);
    }

    @Test
    void severalGrantsAreGivenBackByTheirTokens() {
        String other = doc + "-other";
        long token = acquire(ANNA_TAB_1, LONG).token();
        long otherToken = token(locks().acquireLock(other, ANNA_TAB_1));
        assertThat(locks().releaseLocks(Map.of(doc, token, other, otherToken - 1), ANNA_TAB_1))
                .extracting(LockResult::outcome)
                .containsExactly(RELEASED, NOT_HELD);
        assertThat(locks().isLocked(doc)).isFalse();
        assertThat(locks().isLocked(other)).isTrue();
    }

    @Test
    void aCallerWithoutASessionMayAskNotToMatchTheSessionsOfTheUser() {
        acquire(ANNA_TAB_1, LONG);
        String before = text();
        assertThat(locks().acquireLock(doc, ANNA, options().inExactSession()).outcome())
                .isEqualTo(LOCKED);
        assertThat(text()).isEqualTo(before);
        assertThat(locks().acquireLock(doc, ANNA_TAB_1, options().inExactSession()).outcome())
                .isEqualTo(RENEWED);
    }

    @Test
    void norAdoptsASessionThenTheLockOfAnotherProgram() {
        foreign("{\"userId\":\"anna\",\"timestamp\":1}");
        String before = text();
        assertThat(locks().acquireLock(doc, ANNA_TAB_1, options().inExactSession()).outcome())
                .isEqualTo(LOCKED);
        assertThat(text()).isEqualTo(before);
        assertThat(locks().acquireLock(doc, ANNA, options().inExactSession()).outcome())
                .isEqualTo(ACQUIRED);
    }

    @Test
    void norAdoptsASessionThenALockThatHasNone() {
        acquire(ANNA, LONG);
        String before = text();
        assertThat(locks().acquireLock(doc, ANNA_TAB_1, options().inExactSession()).outcome())
                .isEqualTo(LOCKED);
        assertThat(text()).isEqualTo(before);
    }

    // ---- how the sentences are said

    private LockResult hold(LockOwner owner, long token) {
        return locks().holdLocks(Map.of(doc, token), owner, Optional.empty()).get(0);
    }

    private LockOutcome notConfirmed(LockOwner owner, long token) {
        LockResult result = hold(owner, token);
        assertThat(result.success()).isFalse();
        return result.outcome();
    }
}
