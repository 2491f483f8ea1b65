package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.doclock.locking.LockOutcome.ACQUIRED;
import static org.doclock.locking.LockOutcome.LOCKED;
import static org.doclock.locking.LockOutcome.NOT_ASKED;
import static org.doclock.locking.LockOutcome.NOT_HELD;
import static org.doclock.locking.LockOutcome.RENEWED;
import static org.doclock.locking.LockOutcome.REQUESTED;
import static org.doclock.locking.LockOutcome.TOO_MANY;
import static org.doclock.locking.LockOutcome.TRANSFERRED;
import static org.doclock.locking.LockOutcome.WITHDRAWN;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What asking a holder, and handing over to who asks, promise. */
abstract class HandOverContract extends ContractSpeech {

    private static final LockOwner BOB_TAB_7 = BOB.inSession("tab-7");
    private static final LockOwner CARA = LockOwner.of("cara").inSession("tab-1");

    // ---- asking

    @Test
    void theHolderIsAskedAndReadsWhoAsksAndWhatTheySay() {
        acquire(ANNA_TAB_1, LONG);
        long before = redisMillis();
        LockResult result = ask(BOB_TAB_7, "Only a line,\nplease: \"delivery\"");
        assertThat(result.outcome()).isEqualTo(REQUESTED);
        assertThat(result.success()).isTrue();
        assertThat(lock(result).userId()).isEqualTo("anna");
        LockRequest request = onlyRequest();
        assertThat(request.asker()).isEqualTo(BOB_TAB_7);
        assertThat(request.message()).contains("Only a line,\nplease: \"delivery\"");
        assertThat(request.at()).isBetween(before, redisMillis());
        assertThat(redis.pttl(requestsKey())).isBetween(290_000L, 300_000L);
    }

    @Test
    void askingChangesNothingOfTheLock() {
        acquire(ANNA_TAB_1, LONG);
        String before = text();
        String fence = fence();
        long end = redis.pexpireTime(key());
        ask(BOB_TAB_7);
        assertThat(text()).isEqualTo(before);
        assertThat(fence()).isEqualTo(fence);
        assertThat(redis.pexpireTime(key())).isEqualTo(end);
    }

    @Test
    void nobodyIsAskedForAFreeDocument() {
        LockResult result = ask(BOB_TAB_7);
        assertThat(result.outcome()).isEqualTo(NOT_HELD);
        assertThat(result.success()).isFalse();
        assertThat(requests()).isEmpty();
    }

    @Test
    void aHolderDoesNotAskThemselvesButMayAskTheirOtherTab() {
        acquire(ANNA_TAB_1, LONG);
        assertThat(ask(ANNA_TAB_1).outcome()).isEqualTo(LOCKED);
        assertThat(requests()).isEmpty();
        assertThat(ask(ANNA_TAB_2).outcome()).isEqualTo(REQUESTED);
    }

    @Test
    void aUserWhoAsksAgainHasOneRequestTheLatest() {
        acquire(ANNA_TAB_1, LONG);
        ask(BOB, "first");
        ask(BOB_TAB_7, "second");
        assertThat(onlyRequest().message()).contains("second");
        assertThat(onlyRequest().asker()).isEqualTo(BOB_TAB_7);
    }

    @Test
    void requestsAreReadOldestFirstAndOfManyDocumentsAtOnce() {
        acquire(ANNA_TAB_1, LONG);
        ask(CARA);
        makeOlder(CARA, Duration.ofSeconds(1));
        ask(BOB_TAB_7);
        assertThat(requests()).extracting(it -> it.asker().userId()).containsExactly("cara", "bob");
        Map<String, List<LockRequest>> all = locks().getLockRequests(List.of(doc, doc + "-other"));
        assertThat(all).containsOnlyKeys(doc);
    }

    @Test
    void aRequestEndsAfterFiveMinutesWhoeverElseHasAskedSince() {
        acquire(ANNA_TAB_1, LONG);
        ask(CARA);
        ask(BOB_TAB_7);
        makeOlder(CARA, LockRequest.LIFETIME);
        assertThat(onlyRequest().asker()).isEqualTo(BOB_TAB_7);
        assertThat(handOver(ANNA_TAB_1, "cara").outcome()).isEqualTo(NOT_ASKED);
        ask(LockOwner.of("dora"));
        assertThat(redis.hkeys(requestsKey())).hasSize(2);
    }

    @Test
    void aRequestIsWithdrawnByTheSessionThatAskedAndByNoOther() {
        acquire(ANNA_TAB_1, LONG);
        ask(BOB_TAB_7);
        assertThat(locks().withdrawRequest(doc, BOB).outcome()).isEqualTo(WITHDRAWN);
        assertThat(requests()).hasSize(1);
        assertThat(locks().withdrawRequest(doc, BOB_TAB_7).outcome()).isEqualTo(WITHDRAWN);
        assertThat(requests()).isEmpty();
        assertThat(handOver(ANNA_TAB_1, "bob").outcome()).isEqualTo(NOT_ASKED);
    }

    @Test
    void withdrawingNothingIsNoError() {
        assertThat(locks().withdrawRequest(doc, BOB).success()).isTrue();
    }

    @Test
    void twentyUsersMayAskAndNoMoreUntilARequestEnds() {
        acquire(ANNA_TAB_1, LONG);
        for (int i = 0; i < 20; i++) {
            assertThat(ask(LockOwner.of("user-" + i)).outcome()).isEqualTo(REQUESTED);
        }
        LockResult refused = ask(BOB_TAB_7);
        assertThat(refused.outcome()).isEqualTo(TOO_MANY);
        assertThat(refused.success()).isFalse();
        assertThat(ask(LockOwner.of("user-3"), "again").outcome()).isEqualTo(REQUESTED);
        makeOlder(LockOwner.of("user-5"), LockRequest.LIFETIME);
        assertThat(ask(BOB_TAB_7).outcome()).isEqualTo(REQUESTED);
        assertThat(requests()).hasSize(20);
    }

    @Test
    void aMessageIsTextOfAtMost500CharactersWithNoControlCharactersButLineBreaks() {
        acquire(ANNA_TAB_1, LONG);
        for (String message : List.of("", " ", "m".repeat(501), "a\tb", "a\u0000", "a\u001b[31m")) {
            assertRefused(() -> ask(BOB_TAB_7, message));
        }
        assertThat(requests()).isEmpty();
        assertThat(ask(BOB_TAB_7, "m".repeat(499) + "\n").outcome()).isEqualTo(REQUESTED);
    }

    @Test
    void aMessageCannotForgeTheFieldsOfARequest() {
        acquire(ANNA_TAB_1, LONG);
        String forged = "\",\"at\":99999999999999,\"attempt\":\"x\"}";
        ask(BOB.named(forged).inSession(forged.substring(0, 20)), forged);
        LockRequest request = onlyRequest();
        assertThat(request.message()).contains(forged);
        assertThat(request.asker().username()).contains(forged);
        assertThat(request.at()).isLessThanOrEqualTo(redisMillis());
        assertThat(lock(handOver(ANNA_TAB_1, "bob")).username()).contains(forged);
    }

    @Test
    void whatIsNoRequestIsNotReadAndIsReplaced() {
        acquire(ANNA_TAB_1, LONG);
        redis.set(requestsKey(), "nonsense");
        assertThat(requests()).isEmpty();
        assertThat(handOver(ANNA_TAB_1, "bob").outcome()).isEqualTo(NOT_ASKED);
        assertThat(ask(BOB_TAB_7).outcome()).isEqualTo(REQUESTED);
        redis.hset(requestsKey(), "{\"userId\":\"cara\"", "nonsense");
        assertThat(onlyRequest().asker()).isEqualTo(BOB_TAB_7);
    }

    @Test
    void requestsOutliveTheGrantAndAskWhoeverHoldsTheDocumentNext() {
        acquire(ANNA_TAB_1, LONG);
        ask(BOB_TAB_7);
        locks().releaseLock(doc, ANNA_TAB_1);
        acquire(CARA, LONG);
        assertThat(handOver(CARA, "bob").outcome()).isEqualTo(TRANSFERRED);
    }

    // ---- handing over

    @Test
    void whoAskedGetsTheLockInTheSessionThatAskedWithANewTokenForThirtySeconds() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        ask(BOB_TAB_7);
        LockResult result = handOver(ANNA_TAB_1, "bob");
        assertThat(result.outcome()).isEqualTo(TRANSFERRED);
        assertThat(lock(result).isHeldBy(BOB_TAB_7)).isTrue();
        assertThat(lock(result).username()).contains("Bob B.");
        assertThat(token(result)).isGreaterThan(token);
        assertThat(text()).contains("\"token\":" + token(result));
        assertThat(pttl()).isBetween(25_000L, 30_000L);
        assertThat(fence())
                .isEqualTo(
                        token(result)
                                + "  "
                                + digest("{\"userId\":\"bob\",\"sessionId\":\"tab-7\""));
        assertThat(requests()).isEmpty();
    }

    @Test
    void theNewHoldersFirstRenewalMakesItAnOrdinaryLock() {
        acquire(ANNA_TAB_1, LONG);
        ask(BOB_TAB_7);
        handOver(ANNA_TAB_1, "bob");
        assertThat(outcome(BOB_TAB_7)).isEqualTo(RENEWED);
        assertThat(pttl()).isGreaterThan(290_000);
    }

    @Test
    void whoHandedOverIsRefusedFromThenOnAndResumesNothing() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        ask(BOB_TAB_7);
        handOver(ANNA_TAB_1, "bob");
        assertThat(outcome(ANNA_TAB_1)).isEqualTo(LOCKED);
        assertThat(extend(ANNA_TAB_1, token).outcome()).isEqualTo(NOT_HELD);
        assertThat(release(ANNA_TAB_1, token).outcome()).isEqualTo(NOT_HELD);
        locks().releaseLock(doc, BOB_TAB_7);
        assertNotResumed(ANNA_TAB_1, token);
    }

    @Test
    void theOthersWhoAskNowAskTheNewHolder() {
        acquire(ANNA_TAB_1, LONG);
        ask(BOB_TAB_7);
        ask(CARA);
        handOver(ANNA_TAB_1, "bob");
        assertThat(onlyRequest().asker()).isEqualTo(CARA);
        assertThat(handOver(BOB_TAB_7, "cara").outcome()).isEqualTo(TRANSFERRED);
    }

    @Test
    void nobodyGetsTheLockWhoDoesNotAsk() {
        acquire(ANNA_TAB_1, LONG);
        ask(BOB_TAB_7);
        String before = text();
        LockResult result = handOver(ANNA_TAB_1, "cara");
        assertThat(result.outcome()).isEqualTo(NOT_ASKED);
        assertThat(result.success()).isFalse();
        assertThat(handOver(ANNA_TAB_1, "bo").outcome()).isEqualTo(NOT_ASKED);
        assertThat(text()).isEqualTo(before);
        assertThat(requests()).hasSize(1);
    }

    @Test
    void theSessionThatIsMeantHasToBeTheOneThatAsks() {
        acquire(ANNA_TAB_1, LONG);
        ask(BOB_TAB_7);
        assertThat(handOver(ANNA_TAB_1, OptionalLong.empty(), Optional.of("tab-8")).outcome())
                .isEqualTo(NOT_ASKED);
        assertThat(handOver(ANNA_TAB_1, OptionalLong.empty(), Optional.of("tab-7")).outcome())
                .isEqualTo(TRANSFERRED);
    }

    @Test
    void nobodyButTheHolderHandsOverExactlyInTheirSession() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        ask(BOB_TAB_7);
        String before = text();
        for (LockOwner other : List.of(ANNA, ANNA_TAB_2, BOB_TAB_7, CARA)) {
            assertThat(handOver(other, OptionalLong.of(token), Optional.empty()).outcome())
                    .isEqualTo(LOCKED);
        }
        assertThat(text()).isEqualTo(before);
    }

    @Test
    void aHolderWithoutASessionHandsOver() {
        acquire(ANNA, LONG);
        ask(BOB_TAB_7);
        assertThat(handOver(ANNA_TAB_1, "bob").outcome()).isEqualTo(LOCKED);
        assertThat(handOver(ANNA, "bob").outcome()).isEqualTo(TRANSFERRED);
    }

    @Test
    void anOldTokenHandsOverNothingToWhoAsks() {
        long token = acquire(ANNA_TAB_1, LONG).token();
        ask(BOB_TAB_7);
        String before = text();
        assertThat(handOver(ANNA_TAB_1, OptionalLong.of(token - 1), Optional.empty()).outcome())
                .isEqualTo(NOT_HELD);
        assertThat(text()).isEqualTo(before);
    }

    @Test
    void aLockThatItsPageHasLeftIsNotHandedOver() {
        acquire(ANNA_TAB_1, LONG);
        ask(BOB_TAB_7);
        releaseWithGrace(ANNA_TAB_1, Duration.ofSeconds(5));
        assertThat(handOver(ANNA_TAB_1, "bob").outcome()).isEqualTo(NOT_HELD);
    }

    @Test
    void aFreeDocumentIsNotHandedOverToWhoAsked() {
        acquire(ANNA_TAB_1, LONG);
        ask(BOB_TAB_7);
        locks().releaseLock(doc, ANNA_TAB_1);
        assertThat(handOver(ANNA_TAB_1, "bob").outcome()).isEqualTo(NOT_HELD);
        assertThat(redis.exists(key())).isFalse();
        assertThat(outcome(BOB_TAB_7)).isEqualTo(ACQUIRED);
    }

    @Test
    void aTransferToWhoHappensToAskAnswersTheRequest() {
        acquire(ANNA_TAB_1, LONG);
        ask(BOB_TAB_7);
        transfer(ANNA_TAB_1, OptionalLong.empty(), BOB_TAB_7);
        assertThat(requests()).isEmpty();
    }

    @Test
    void everyRequestAndItsEndIsPublishedOnce() {
        try (PublishedEvents events = new PublishedEvents(look, doc)) {
            acquire(ANNA_TAB_1, LONG);
            locks().withdrawRequest(doc, BOB_TAB_7);
            ask(BOB_TAB_7, "please");
            ask(CARA);
            locks().withdrawRequest(doc, CARA);
            handOver(ANNA_TAB_1, "cara");
            handOver(ANNA_TAB_1, "bob");
            events.assertTypes(
                    "acquired", "requested", "requested", "requested", "transferred", "requested");
            assertThat(events.get(1).getJsonObject("request").toString())
                    .matches(
                            "\\{\"userId\":\"bob\",\"sessionId\":\"tab-7\",\"at\":\\d{13},"
                                    + "\"username\":\"Bob B.\",\"message\":\"please\"}");
            assertThat(events.get(1).getJsonObject("lock").getString("userId")).isEqualTo("anna");
            assertThat(events.get(3).getJsonObject("request").getString("ended"))
                    .isEqualTo("WITHDRAWN");
            assertThat(events.get(5).getJsonObject("request").getString("ended"))
                    .isEqualTo("ANSWERED");
            assertThat(events.get(5).getJsonObject("lock").getString("userId")).isEqualTo("bob");
        }
    }

    // ---- how the sentences are said

    private LockResult ask(LockOwner asker) {
        return locks().requestLock(doc, asker, Optional.empty());
    }

    private LockResult ask(LockOwner asker, String message) {
        return locks().requestLock(doc, asker, Optional.of(message));
    }

    private LockResult handOver(LockOwner holder, String toUserId) {
        return locks().handOverLock(doc, holder, OptionalLong.empty(), toUserId, Optional.empty());
    }

    private LockResult handOver(
            LockOwner holder, OptionalLong token, Optional<String> toSessionId) {
        return locks().handOverLock(doc, holder, token, "bob", toSessionId);
    }

    private List<LockRequest> requests() {
        return locks().getLockRequests(doc);
    }

    private LockRequest onlyRequest() {
        List<LockRequest> requests = requests();
        assertThat(requests).hasSize(1);
        return requests.get(0);
    }

    private String requestsKey() {
        return "doc-lock-requests:{doc-lock:" + doc + "}";
    }

    /** As if this user had asked so much earlier. */
    private void makeOlder(LockOwner asker, Duration by) {
        String field = "{\"userId\":\"" + asker.userId() + "\"";
        String value = redis.hget(requestsKey(), field);
        long at = Long.parseLong(value.replaceAll(".*\"at\":(\\d+).*", "$1"));
        redis.hset(requestsKey(), field, value.replace("" + at, "" + (at - by.toMillis())));
    }
}
