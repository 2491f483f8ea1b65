package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

/** What stands in the audit trail, compared with what Redis says of the locks. */
class AuditTrailIT {

    private static final String TRAIL = "doc-lock-audit";
    private static final String OPEN = "doc-lock-audit-open:{doc-lock-audit}";
    private static final LockOwner ANNA =
            new LockOwner("anna", Optional.of("Anna A."), Optional.of("tab-1"), Optional.empty());
    private static final LockOwner ANNAS_OTHER_TAB = ANNA.inSession("tab-2");
    private static final LockOwner BOB = LockOwner.of("bob");
    private static final Optional<String> HOLIDAY = Optional.of("Anna is on holiday");

    private static RedisProcess process;

    private LockingService locks;
    private Jedis redis;

    @BeforeAll
    static void startRedis() {
        process = RedisProcess.start();
    }

    @AfterAll
    static void stopRedis() {
        process.close();
    }

    @BeforeEach
    void open() {
        locks = new LockingService(TestSettings.of(process.uri()));
        redis = process.connect();
        redis.flushAll();
    }

    @AfterEach
    void close() {
        locks.stop();
        redis.close();
    }

    @Test
    void aForceReleaseSaysWhoDidItToWhomWhyAndFromWhere() {
        long token = take("quote-1", ANNA);
        CallOrigin.from(
                "192.0.2.7",
                () -> locks.forceReleaseLock("quote-1", "root", HOLIDAY, OptionalLong.of(token)));
        AuditEntry entry = only();
        assertThat(entry.act()).isEqualTo(AuditAct.FORCE_RELEASE);
        assertThat(entry.outcome()).isEqualTo(AuditOutcome.DONE);
        assertThat(entry.actor()).isEqualTo("root");
        assertThat(entry.from()).contains("192.0.2.7");
        assertThat(entry.documentId()).contains("quote-1");
        assertThat(entry.holder()).contains("anna");
        assertThat(entry.holderName()).contains("Anna A.");
        assertThat(entry.token()).hasValue(token);
        assertThat(entry.reason()).isEqualTo(HOLIDAY);
        long now = Long.parseLong(redis.time().get(0)) * 1000;
        assertThat(entry.at().toEpochMilli()).isBetween(now - 5_000, now + 1_000);
        assertThat(redis.exists(OPEN)).isFalse();
    }

    @Test
    void whatMeantAnEarlierGrantIsRecordedAsHavingFoundNothingToEnd() {
        long before = take("quote-1", ANNA);
        locks.releaseLock("quote-1", ANNA);
        take("quote-1", BOB);
        locks.forceReleaseLock("quote-1", "root", HOLIDAY, OptionalLong.of(before));
        assertThat(only().outcome()).isEqualTo(AuditOutcome.NOT_HELD);
        assertThat(redis.get("doc-lock:quote-1")).contains("\"bob\"");
    }

    @Test
    void nothingIsDoneIfTheIntentCannotBeWritten() {
        take("quote-1", ANNA);
        String lock = redis.get("doc-lock:quote-1");
        redis.set(TRAIL, "not a stream");
        assertThatThrownBy(
                        () ->
                                locks.forceReleaseLock(
                                        "quote-1", "root", HOLIDAY, OptionalLong.empty()))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> locks.clearAllLocks("root", HOLIDAY))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(redis.get("doc-lock:quote-1")).isEqualTo(lock);
    }

    @Test
    void manyAreReleasedByTheirTokensAndEachHasItsEntry() {
        Map<String, Long> tokens =
                IntStream.range(0, 100)
                        .mapToObj(i -> "quote-" + i)
                        .collect(Collectors.toMap(id -> id, id -> take(id, ANNA)));
        locks.releaseLock("quote-7", ANNA);
        take("quote-7", BOB);
        locks.releaseLock("quote-8", ANNA);
        List<LockResult> results = locks.forceReleaseLocks(tokens, "root", HOLIDAY, Duration.ZERO);
        assertThat(results).filteredOn(it -> it.outcome() == LockOutcome.RELEASED).hasSize(98);
        assertThat(redis.keys("doc-lock:*")).containsExactly("doc-lock:quote-7");
        assertThat(all())
                .hasSize(99)
                .filteredOn(it -> it.outcome() == AuditOutcome.DONE)
                .hasSize(98)
                .allSatisfy(
                        it ->
                                assertThat(it.token())
                                        .hasValue(tokens.get(it.documentId().orElseThrow())));
    }

    @Test
    void aNoticeIsRecordedAsOne() {
        long token = take("quote-1", ANNA);
        locks.forceReleaseLock(
                "quote-1", "root", HOLIDAY, OptionalLong.of(token), Duration.ofSeconds(30));
        assertThat(only().outcome()).isEqualTo(AuditOutcome.NOTICE_GIVEN);
        assertThat(redis.pttl("doc-lock:quote-1")).isBetween(20_000L, 30_000L);
    }

    @Test
    void clearingHasAnEntryForEachDocument() {
        take("quote-1", ANNA);
        take("quote-2", BOB);
        redis.set("doc-lock:quote-3", "{\"userId\":\"legacy\",\"timestamp\":1}");
        assertThat(locks.clearAllLocks("root", HOLIDAY)).isEqualTo(3);
        assertThat(all())
                .allSatisfy(it -> assertThat(it.act()).isEqualTo(AuditAct.CLEAR))
                .allSatisfy(it -> assertThat(it.outcome()).isEqualTo(AuditOutcome.DONE))
                .extracting(it -> it.holder().orElseThrow())
                .containsExactlyInAnyOrder("anna", "bob", "legacy");
    }

    @Test
    void takeOversAndHandOversAreRecordedAndOrdinaryLocksAreNot() {
        take("quote-1", ANNA);
        locks.extendLock("quote-1", ANNA);
        locks.acquireLock("quote-1", ANNAS_OTHER_TAB, AcquireOptions.defaults().takingOver());
        locks.transferLock(
                "quote-1", ANNAS_OTHER_TAB, OptionalLong.empty(), BOB, Duration.ofSeconds(30));
        locks.releaseLock("quote-1", BOB);
        assertThat(all())
                .extracting(AuditEntry::act)
                .containsExactly(AuditAct.HAND_OVER, AuditAct.TAKE_OVER);
        assertThat(all().get(0).actor()).isEqualTo("anna");
        assertThat(all().get(0).holder()).contains("bob");
    }

    @Test
    void aTakeOverIsGrantedEvenIfItCannotBeRecorded() {
        take("quote-1", ANNA);
        redis.set(TRAIL, "not a stream");
        assertThat(
                        locks.acquireLock(
                                        "quote-1",
                                        ANNAS_OTHER_TAB,
                                        AcquireOptions.defaults().takingOver())
                                .outcome())
                .isEqualTo(LockOutcome.TAKEN_OVER);
    }

    @Test
    void anActWithoutOutcomeIsUnknownAndSettledOnceNothingCanBeOnItsWayAnyMore() {
        long justNow = Long.parseLong(redis.time().get(0)) * 1000;
        intent("fresh", "quote-1", take("quote-1", ANNA), justNow);
        assertThat(only().outcome()).isEqualTo(AuditOutcome.UNKNOWN);
        assertThat(only().outcome()).isEqualTo(AuditOutcome.UNKNOWN);
        assertThat(redis.hlen(OPEN)).isEqualTo(1);
    }

    @Test
    void anOpenActIsSettledByLookingAtTheLock() {
        long stands = take("stands", ANNA);
        long done = take("done", ANNA);
        long ended = take("ended", ANNA);
        long longAgo = Long.parseLong(redis.time().get(0)) * 1000 - 11_000;
        intent("act-1", "stands", stands, longAgo);
        intent("act-2", "done", done, longAgo + 1);
        intent("act-3", "ended", ended, longAgo + 2);
        run(
                new LockCommands(TestSettings.of(process.uri()))
                        .forceRelease(
                                "done",
                                "act-2",
                                "root",
                                HOLIDAY,
                                OptionalLong.of(done),
                                Duration.ZERO));
        take("done", BOB);
        locks.releaseLock("ended", ANNA);
        assertThat(all())
                .extracting(it -> it.documentId().orElseThrow() + " " + it.outcome())
                .containsExactlyInAnyOrder("stands NOT_DONE", "done DONE", "ended ENDED_SINCE");
        assertThat(redis.exists(OPEN)).isFalse();
        assertThat(redis.get("doc-lock:done")).contains("\"bob\"");
    }

    @Test
    void anOpenActWhoseIntentWasTrimmedIsForgotten() {
        redis.hset(OPEN, "act-1", "1-1");
        assertThat(all()).isEmpty();
        assertThat(redis.exists(OPEN)).isFalse();
    }

    @Test
    void theTrailIsReadPageForPageAndFilteredByDocumentAndUser() {
        for (int i = 0; i < 250; i++) {
            take("quote-" + i, i % 50 == 0 ? BOB : ANNA);
        }
        locks.clearAllLocks("root", Optional.empty());
        List<AuditEntry> pages = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            AuditPage page =
                    locks.getAuditTrail(
                            new AuditQuery(Optional.empty(), Optional.empty(), cursor, 40));
            pages.addAll(page.entries());
            cursor = page.cursor();
        } while (cursor.isPresent());
        assertThat(pages).hasSize(250).extracting(AuditEntry::id).doesNotHaveDuplicates();
        assertThat(read(Optional.empty(), Optional.of("bob"))).hasSize(5);
        assertThat(read(Optional.empty(), Optional.of("root"))).hasSize(250);
        assertThat(read(Optional.of("quote-7"), Optional.empty())).hasSize(1);
        assertThat(read(Optional.of("quote-7"), Optional.of("bob"))).isEmpty();
    }

    @Test
    void theTrailKeepsAboutAsMuchAsIsAskedFor() {
        LockingSettings shipped = TestSettings.of(process.uri());
        LockingService frugal =
                new LockingService(
                        new LockingSettings(
                                shipped.redis(),
                                shipped.defaultTtl(),
                                shipped.minTtl(),
                                shipped.maxTtl(),
                                shipped.handOverTtl(),
                                shipped.fenceRetention(),
                                true,
                                new AuditSettings(1000, Duration.ofHours(1))));
        for (int i = 0; i < 3000; i++) {
            frugal.acquireLock("quote-" + i, ANNA);
        }
        frugal.clearAllLocks("root", Optional.empty());
        assertThat(redis.xlen(TRAIL)).isBetween(1000L, 1200L);
        frugal.stop();
    }

    @Test
    void whoeverIsRefusedAgainAndAgainIsRecordedOnce() {
        for (int i = 0; i < 10; i++) {
            locks.recordRefusal(AuditAct.ADMINISTRATION_REFUSED, "mallory", "DELETE /api/lock");
        }
        AuditEntry entry = only();
        assertThat(entry.outcome()).isEqualTo(AuditOutcome.REFUSED);
        assertThat(entry.actor()).isEqualTo("mallory");
        assertThat(entry.reason()).contains("DELETE /api/lock");
    }

    private long take(String documentId, LockOwner owner) {
        return locks.acquireLock(documentId, owner).lockInfo().orElseThrow().token();
    }

    /** As a server leaves it that ends, or loses Redis, between an act's intent and its outcome. */
    private void intent(String act, String documentId, long token, long atMillis) {
        StreamEntryID id = new StreamEntryID(atMillis, 0);
        redis.xadd(
                TRAIL,
                id,
                Map.of(
                        "phase", "INTENT",
                        "id", act,
                        "act", "FORCE_RELEASE",
                        "outcome", "UNKNOWN",
                        "actor", "root",
                        "docId", documentId,
                        "holder", "anna",
                        "token", Long.toString(token)));
        redis.hset(OPEN, act, id.toString());
    }

    private static void run(LockCommand command) {
        try (RedisConnections connections =
                new RedisConnections(TestSettings.of(process.uri()).redis())) {
            new RedisLocks(connections, Acknowledgement.none(), new StoreMeter())
                    .run(command, Deadline.in(Duration.ofSeconds(2)));
        }
    }

    private AuditEntry only() {
        assertThat(all()).hasSize(1);
        return all().get(0);
    }

    private List<AuditEntry> all() {
        return read(Optional.empty(), Optional.empty());
    }

    private List<AuditEntry> read(Optional<String> documentId, Optional<String> user) {
        return locks.getAuditTrail(new AuditQuery(documentId, user, Optional.empty(), 1000))
                .entries();
    }
}
