package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.doclock.CuttingProxy;
import org.doclock.CuttingProxy.Disturbance;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import redis.clients.jedis.Jedis;

/**
 * Every operation whose answer is cut off, cut in the middle, dropped or late: it is reported as
 * what it was or as unknown, never as something else; and asking again tells and heals.
 */
class DisturbedAnswerIT {

    private static final LockOwner ANNA = LockOwner.of("anna").inSession("tab-1");
    private static final LockOwner ANNA_TAB_2 = LockOwner.of("anna").inSession("tab-2");
    private static final LockOwner BOB = LockOwner.of("bob").inSession("tab-1");
    private static final AcquireOptions OPTIONS = AcquireOptions.defaults();
    private static final Duration TTL = Duration.ofSeconds(30);

    private static final Map<String, Disturbance> DISTURBANCES =
            Map.of(
                    "cut",
                    Disturbance.CUT,
                    "cut in the middle",
                    Disturbance.CUT_IN_THE_MIDDLE,
                    "dropped",
                    Disturbance.DROPPED);

    private static RedisProcess redis;
    private static CuttingProxy proxy;
    private static LockingService locks;
    private static LockingService others;

    /**
     * @param run gets the document and the token of Anna's grant, and gives what it was told
     * @param told what it has to be told, if anything
     * @param holder who holds the document once it was asked again
     */
    private record Operation(
            String name, boolean held, Run run, LockOutcome told, Optional<LockOwner> holder) {

        @Override
        public String toString() {
            return name;
        }
    }

    private interface Run {
        LockOutcome on(String document, long token);
    }

    private static final List<Operation> OPERATIONS =
            List.of(
                    free("acquire", (doc, t) -> outcome(locks.acquireLock(doc, ANNA))),
                    free(
                            "acquire several",
                            (doc, t) ->
                                    locks.acquireLocks(List.of(doc, doc + "-b"), ANNA, OPTIONS)
                                            .grants()
                                            .get(0)
                                            .outcome()),
                    held(
                            "acquire again",
                            (doc, t) -> outcome(locks.acquireLock(doc, ANNA)),
                            LockOutcome.RENEWED,
                            ANNA),
                    held(
                            "new grant",
                            (doc, t) -> outcome(locks.acquireLock(doc, ANNA, OPTIONS.asNewGrant())),
                            LockOutcome.ACQUIRED,
                            ANNA),
                    held(
                            "take over",
                            (doc, t) ->
                                    outcome(
                                            locks.acquireLock(
                                                    doc, ANNA_TAB_2, OPTIONS.takingOver())),
                            LockOutcome.TAKEN_OVER,
                            ANNA_TAB_2),
                    held(
                            "extend",
                            (doc, t) ->
                                    outcome(
                                            locks.extendLock(
                                                    doc,
                                                    ANNA,
                                                    OptionalLong.of(t),
                                                    Optional.empty())),
                            LockOutcome.EXTENDED,
                            ANNA),
                    held(
                            "hold",
                            (doc, t) ->
                                    outcome(
                                            locks.holdLocks(Map.of(doc, t), ANNA, Optional.empty())
                                                    .get(0)),
                            LockOutcome.EXTENDED,
                            ANNA),
                    gone(
                            "release",
                            (doc, t) ->
                                    outcome(
                                            locks.releaseLock(
                                                    doc, ANNA, OptionalLong.of(t), Duration.ZERO))),
                    gone(
                            "release several",
                            (doc, t) -> outcome(locks.releaseLocks(Map.of(doc, t), ANNA).get(0))),
                    gone(
                            "force release",
                            (doc, t) ->
                                    outcome(
                                            locks.forceReleaseLock(
                                                    doc,
                                                    "root",
                                                    Optional.empty(),
                                                    OptionalLong.of(t)))),
                    held(
                            "transfer",
                            (doc, t) ->
                                    outcome(
                                            locks.transferLock(
                                                    doc, ANNA, OptionalLong.of(t), BOB, TTL)),
                            LockOutcome.TRANSFERRED,
                            BOB));

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
        proxy = new CuttingProxy(redis.port());
        locks =
                new LockingService(
                        TestSettings.of(
                                TestSettings.redis(
                                        proxy.uri(),
                                        Duration.ofMillis(200),
                                        Duration.ofMillis(1400))));
        others = new LockingService(TestSettings.of(redis.uri()));
        try (Jedis admin = redis.connect()) {
            for (LockScript script : LockScript.values()) {
                admin.scriptLoad(script.source());
            }
        }
    }

    @AfterAll
    static void stop() throws IOException {
        locks.stop();
        others.stop();
        proxy.close();
        redis.close();
    }

    @TestFactory
    Stream<DynamicTest> isReportedAsWhatItWasOrAsUnknown() {
        return OPERATIONS.stream()
                .flatMap(
                        operation ->
                                DISTURBANCES.entrySet().stream()
                                        .map(
                                                it ->
                                                        dynamicTest(
                                                                operation + ", " + it.getKey(),
                                                                () ->
                                                                        disturbed(
                                                                                operation,
                                                                                it.getKey()))));
    }

    @TestFactory
    Stream<DynamicTest> isWaitedForWhereItIsOnlyLate() {
        return OPERATIONS.stream()
                .map(operation -> dynamicTest(operation + ", late", () -> late(operation)));
    }

    private static void disturbed(Operation operation, String disturbance) {
        String document = operation + " " + disturbance;
        long token = prepare(operation, document);
        proxy.disturbNextAnswer(DISTURBANCES.get(disturbance));
        Optional<LockOutcome> told = told(operation, document, token);
        assertThat(proxy.isWaiting()).isFalse();
        assertThat(told).isIn(Optional.empty(), Optional.of(operation.told()));
        // Asked again, whatever it was told: then it is as it was meant.
        if (told.isEmpty()) {
            assertThat(told(operation, document, token)).isPresent();
        }
        assertHolder(operation, document);
    }

    private static void late(Operation operation) {
        String document = operation + " late";
        long token = prepare(operation, document);
        proxy.delayAnswers(Duration.ofMillis(40));
        try {
            assertThat(told(operation, document, token)).contains(operation.told());
        } finally {
            proxy.delayAnswers(Duration.ZERO);
        }
        assertHolder(operation, document);
    }

    private static long prepare(Operation operation, String document) {
        locks.isLocked(document);
        return operation.held()
                ? others.acquireLock(document, ANNA).lockInfo().orElseThrow().token()
                : 0;
    }

    private static Optional<LockOutcome> told(Operation operation, String document, long token) {
        try {
            return Optional.of(operation.run().on(document, token));
        } catch (StoreUnavailableException unknown) {
            return Optional.empty();
        }
    }

    private static void assertHolder(Operation operation, String document) {
        Optional<DocumentLock> lock = others.getLockInfo(document);
        assertThat(lock.isPresent()).isEqualTo(operation.holder().isPresent());
        operation.holder().ifPresent(it -> assertThat(lock.orElseThrow().isHeldBy(it)).isTrue());
    }

    private static LockOutcome outcome(LockResult result) {
        return result.outcome();
    }

    private static Operation free(String name, Run run) {
        return new Operation(name, false, run, LockOutcome.ACQUIRED, Optional.of(ANNA));
    }

    private static Operation held(String name, Run run, LockOutcome told, LockOwner holder) {
        return new Operation(name, true, run, told, Optional.of(holder));
    }

    private static Operation gone(String name, Run run) {
        return new Operation(name, true, run, LockOutcome.RELEASED, Optional.empty());
    }
}
