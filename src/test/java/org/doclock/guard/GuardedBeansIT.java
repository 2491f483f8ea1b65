package org.doclock.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import javax.sql.DataSource;
import org.doclock.Deployments;
import org.doclock.RedisProcess;
import org.doclock.guard.notes.Archive;
import org.doclock.guard.notes.CdiWriter;
import org.doclock.guard.notes.EjbWriter;
import org.doclock.guard.notes.NightJobs;
import org.doclock.guard.notes.OuterEjb;
import org.doclock.guard.notes.Shelf;
import org.doclock.guard.notes.SpecialNotes;
import org.doclock.guard.notes.Step;
import org.doclock.guard.notes.Writer;
import org.doclock.locking.AcquireOptions;
import org.doclock.locking.DocumentBusyException;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.DocumentLockedException;
import org.doclock.locking.LockNotHeldException;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockOwnerUnknownException;
import org.doclock.locking.LockingService;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

/** Guarded methods that have something special, called inside Payara. */
@ExtendWith(ArquillianExtension.class)
public class GuardedBeansIT {

    private static final AtomicLong IDS = new AtomicLong(1_000_000);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final LockOwner ANNA = LockOwner.of("anna").inSession("tab-1");
    private static final LockOwner BOB = LockOwner.of("bob").named("Bob B.");
    private static final int ROUNDS = 2000;

    @Inject private LockingService locks;
    @Inject private LockContext context;
    @Inject private SpecialNotes notes;
    @Inject private CdiWriter cdi;
    @Inject private EjbWriter ejb;
    @Inject private OuterEjb outer;
    @Inject private NightJobs jobs;
    @Inject private Archive.Reading reading;
    @Inject private Archive.Editing editing;
    @Inject private Archive.OfSession ofSession;
    @EJB private Shelf<String> shelf;

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource database;

    private Jedis redis;
    private long id;
    private String note;

    @Deployment
    static WebArchive notes() {
        return Deployments.notesWith(GuardedBeansIT.class);
    }

    @BeforeEach
    void connect() throws SQLException {
        URI own = ConfigProvider.getConfig().getValue("doclock.redis.uri", URI.class);
        redis = RedisProcess.connect(URI.create("redis://" + own.getHost() + ":" + own.getPort()));
        note = create("note");
        id = Long.parseLong(note.substring(5));
    }

    @AfterEach
    void disconnect() {
        redis.close();
    }

    // ---- which document

    @Test
    void theDocumentIsFoundInAPropertyOfAParameter() throws Exception {
        assertThat(
                        as(
                                ANNA,
                                () ->
                                        notes.byProperty(
                                                new SpecialNotes.Page(new SpecialNotes.Chapter(id)),
                                                "new")))
                .isEqualTo(note);
        assertThat(text(note)).isEqualTo("new");
        assertThat(locks.isLocked(note)).isFalse();
    }

    @Test
    void aDocumentThatIsNotNamedIsAnError() {
        assertThatThrownBy(() -> as(ANNA, () -> notes.brief(null)))
                .hasMessageContaining("id is missing");
    }

    @Test
    void severalDocumentsAreLockedAllOrNone() throws Exception {
        String second = create("note");
        String third = create("note");
        List<Long> others = List.of(id(third), id(second));
        locks.acquireLock(third, BOB);
        String before = redis.get("doc-lock:" + third);
        assertThatThrownBy(() -> as(ANNA, () -> notes.several(id, others, "new")))
                .isInstanceOfSatisfying(
                        DocumentLockedException.class,
                        e -> {
                            assertThat(e.lockedBy()).contains("Bob B.");
                            assertThat(e.documentId()).contains(third);
                        });
        assertThat(redis.exists("doc-lock:" + note, "doc-lock:" + second)).isZero();
        assertThat(redis.get("doc-lock:" + third)).isEqualTo(before);
        assertThat(text(note)).isEqualTo("old");

        locks.releaseLock(third, BOB);
        assertThat(as(ANNA, () -> notes.several(id, others, "new"))).isEqualTo(3);
        assertThat(text(third)).isEqualTo("new");
        assertThat(redis.exists("doc-lock:" + note, "doc-lock:" + second, "doc-lock:" + third))
                .isZero();
    }

    @Test
    void anArrayOfNumbersNamesSeveralDocuments() throws Exception {
        long other = id(create("note"));
        assertThat(as(ANNA, () -> notes.numbers(id, other)))
                .containsExactlyInAnyOrder(note, "note-" + other);
    }

    // ---- for how long

    @Test
    void theLockLastsAsLongAsTheAnnotationSays() throws Exception {
        assertThat(as(ANNA, () -> notes.brief(note))).isBetween(41_000L, 42_000L);
    }

    @Test
    void aPatientMethodWaitsForTheLockOfSomebodyElse() throws Exception {
        locks.acquireLock(note, BOB, AcquireOptions.defaults().ttl(Duration.ofMillis(400)));
        as(ANNA, () -> run(() -> notes.patient(note, "new")));
        assertThat(text(note)).isEqualTo("new");
    }

    // ---- who

    @Test
    void aCallByNobodyIsRefused() {
        assertThatThrownBy(() -> notes.brief(note)).isInstanceOf(LockOwnerUnknownException.class);
        assertThat(redis.exists("doc-lock:" + note)).isFalse();
    }

    @Test
    void aGrantAsArgumentSaysWhoCallsAndShowsItsToken() throws Exception {
        DocumentLock grant = locks.acquireLock(note, ANNA).lockInfo().orElseThrow();
        notes.asWhomever(note, grant, "new");
        assertThat(text(note)).isEqualTo("new");
        locks.releaseLock(note, ANNA);
        assertThatThrownBy(() -> notes.asWhomever(note, grant, "newer"))
                .isInstanceOf(LockNotHeldException.class);
        assertThat(text(note)).isEqualTo("new");
    }

    @Test
    void anOwnerAsArgumentIsWhoCalls() throws Exception {
        assertThat(as(ANNA, () -> notes.owner(note, BOB))).isEqualTo("bob");
    }

    @Test
    void aSessionIsNotMatchedLoosely() {
        DocumentLock grant = locks.acquireLock(note, ANNA).lockInfo().orElseThrow();
        for (LockOwner other : List.of(LockOwner.of("anna"), LockOwner.of("anna").inSession("2"))) {
            LockClaim claim = LockClaim.of(other).with(note, grant.token());
            assertThatThrownBy(() -> context.call(claim, () -> notes.brief(note)))
                    .isInstanceOf(DocumentLockedException.class)
                    .hasMessage("You are editing " + note + " in another session");
            assertThatThrownBy(
                            () -> context.call(claim, () -> run(() -> cdi.hold(note, write("x")))))
                    .isInstanceOf(DocumentLockedException.class);
        }
        assertThat(locks.verifyLock(note, ANNA, grant.token())).isTrue();
    }

    @Test
    void norIsALockWithoutASessionAdoptedAndThenGivenBack() throws Exception {
        LockOwner plain = LockOwner.of("anna");
        DocumentLock grant = locks.acquireLock(note, plain).lockInfo().orElseThrow();
        assertThatThrownBy(() -> as(ANNA, () -> notes.read(note)))
                .isInstanceOf(DocumentLockedException.class);
        assertThat(locks.verifyLock(note, plain, grant.token())).isTrue();
        assertThat(as(plain, () -> notes.read(note))).isEqualTo("old");
        assertThat(locks.verifyLock(note, plain, grant.token())).isTrue();
    }

    @Test
    void anOldGrantIsRefusedAlthoughItsOwnerHoldsTheDocumentAgain() throws Exception {
        for (String document : List.of(note, create("memo"))) {
            LockClaim old =
                    LockClaim.of(locks.acquireLock(document, ANNA).lockInfo().orElseThrow());
            locks.acquireLock(document, ANNA, AcquireOptions.defaults().asNewGrant());
            for (Call save : List.<Call>of(cdi::hold, cdi::finish, ejb::hold, ejb::finish)) {
                assertThatThrownBy(
                                () ->
                                        context.call(
                                                old,
                                                () -> run(() -> save.on(document, write("new")))))
                        .isInstanceOf(LockNotHeldException.class);
            }
            assertThat(text(document)).isEqualTo("old");
            assertThat(locks.isLocked(document)).isTrue();
        }
    }

    @Test
    void aTimerActsAsItsAnnotationSays() throws Exception {
        jobs.startTimer(note);
        await().atMost(PATIENCE).until(() -> text(note).equals("night-job"));
        await().atMost(PATIENCE).until(() -> !locks.isLocked(note));
    }

    @Test
    void aTimerIsRefusedWhileSomebodyElseHoldsTheDocument() throws Exception {
        locks.acquireLock(note, BOB);
        jobs.startTimer(note);
        String other = create("note");
        jobs.startTimer(other);
        await().atMost(PATIENCE).until(() -> text(other).equals("night-job"));
        assertThat(text(note)).isEqualTo("old");
        assertThat(locks.getLockInfo(note).orElseThrow().userId()).isEqualTo("bob");
    }

    @Test
    void anAsynchronousMethodActsForTheOwnerThatItIsGiven() throws Exception {
        assertThat(jobs.forOwner(note, ANNA).get()).isEqualTo("anna");
        assertThat(text(note)).isEqualTo("anna");
        assertThat(locks.isLocked(note)).isFalse();
    }

    @Test
    void anAsynchronousMethodActsForAClaimThatWasCapturedBeforeTheDispatch() throws Exception {
        DocumentLock grant = locks.acquireLock(note, ANNA).lockInfo().orElseThrow();
        LockClaim claim = context.call(LockClaim.of(grant), () -> context.claim());
        assertThat(jobs.forClaim(note, claim).get()).isEqualTo("claimed");
        assertThat(text(note)).isEqualTo("claimed");
    }

    @Test
    void anAsynchronousMethodForNobodyIsRefused() throws Exception {
        assertThatThrownBy(() -> as(ANNA, () -> jobs.forNobody(note).get()))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(LockOwnerUnknownException.class);
        assertThat(text(note)).isEqualTo("old");
        assertThat(redis.exists("doc-lock:" + note)).isFalse();
    }

    // ---- which method

    @Test
    void anInheritedMethodIsGuarded() throws Exception {
        as(ANNA, () -> run(() -> notes.inherited(note, "new")));
        assertThat(locks.getLockInfo(note).orElseThrow().isHeldBy(ANNA)).isTrue();
        assertThatThrownBy(() -> as(BOB, () -> run(() -> notes.inherited(note, "bob's"))))
                .isInstanceOf(DocumentLockedException.class);
        assertThat(text(note)).isEqualTo("new");
    }

    @Test
    void anOverridingMethodIsGuardedAsItSaysItself() throws Exception {
        as(ANNA, () -> run(() -> notes.overridden(note, "new")));
        assertThat(text(note)).isEqualTo("new");
        assertThat(locks.isLocked(note)).isFalse();
    }

    @Test
    void anOuterGuardsGrantIsShownToTheInnerOne() throws Exception {
        as(ANNA, () -> run(() -> notes.nested(note, write("new"))));
        assertThat(text(note)).isEqualTo("new");
        assertThat(locks.isLocked(note)).isFalse();
    }

    @Test
    void anOuterMethodThatFailsAfterTheInnerOneKeepsNothing() {
        Step step = new Step("new", Step.Ending.EXCEPTION, false);
        assertThatThrownBy(() -> as(ANNA, () -> run(() -> notes.nested(note, step))));
        assertThat(text(note)).isEqualTo("old");
        assertThat(locks.isLocked(note)).isFalse();
    }

    @Test
    void whatAnOuterEjbWroteBeforeARefusedInnerOneIsNotKept() throws Exception {
        String written = create("memo");
        locks.acquireLock(note, BOB);
        assertThatThrownBy(
                        () ->
                                context.call(
                                        LockClaim.of(ANNA).with(note, 1),
                                        () -> run(() -> outer.writeAndThenHold(written, note))))
                .isInstanceOf(DocumentLockedException.class);
        assertThat(text(written)).isEqualTo("old");
        assertThat(text(note)).isEqualTo("old");
    }

    @Test
    void twoBeansGuardWhatTheyInheritEachInItsOwnWay() throws Exception {
        String other = create("note");
        assertThat(as(ANNA, () -> reading.isLocked(note))).isTrue();
        assertThat(as(ANNA, () -> editing.isLocked(other))).isTrue();
        assertThat(locks.isLocked(note)).isFalse();
        assertThat(locks.isLocked(other)).isTrue();
    }

    @Test
    void anEjbIsGuardedBehindAGenericInterface() throws Exception {
        assertThat(as(ANNA, () -> shelf.isLocked(note))).isTrue();
        assertThat(locks.isLocked(note)).isFalse();
    }

    @Test
    void aBeanOfTheSessionIsGuarded() throws Exception {
        assertThat(as(ANNA, () -> ofSession.isLocked(note))).isTrue();
        assertThat(locks.isLocked(note)).isFalse();
    }

    // ---- stages

    @Test
    void theLockStaysUntilTheStageIsDone() throws Exception {
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletableFuture<String> guarded =
                as(ANNA, () -> notes.stage(note, work)).toCompletableFuture();
        assertThat(locks.getLockInfo(note).orElseThrow().isHeldBy(ANNA)).isTrue();
        work.complete("done");
        assertThat(guarded.get()).isEqualTo("done");
        assertThat(redis.exists("doc-lock:" + note)).isFalse();
    }

    @Test
    void theLockIsGivenBackWhenTheStageFailsOnAnotherThread() throws Exception {
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletableFuture<String> guarded =
                as(ANNA, () -> notes.stage(note, work)).toCompletableFuture();
        Thread other =
                new Thread(() -> work.completeExceptionally(new IllegalStateException("own")));
        other.start();
        other.join();
        assertThatThrownBy(guarded::get).hasRootCauseMessage("own");
        assertThat(redis.exists("doc-lock:" + note)).isFalse();
    }

    @Test
    void aStageWhoseLockWasLostMeanwhileFails() throws Exception {
        DocumentLock grant = locks.acquireLock(note, ANNA).lockInfo().orElseThrow();
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletableFuture<String> guarded =
                context.call(LockClaim.of(grant), () -> notes.finishingStage(note, work));
        redis.pexpireAt("doc-lock:" + note, 1);
        locks.acquireLock(note, BOB);
        work.complete("done");
        assertThatThrownBy(guarded::get).hasRootCauseInstanceOf(LockNotHeldException.class);
        assertThat(locks.getLockInfo(note).orElseThrow().userId()).isEqualTo("bob");
    }

    // ---- the fence

    @Test
    void aGuardedCallRaisesTheFenceToItsToken() throws Exception {
        DocumentLock grant = locks.acquireLock(note, ANNA).lockInfo().orElseThrow();
        context.call(LockClaim.of(grant), () -> run(() -> cdi.hold(note, write("new"))));
        assertThat(column(note, "fence")).isEqualTo(Long.toString(grant.token()));
        assertThat(column(note, "version")).isEqualTo("2");
    }

    @Test
    void aHolderWhoseTokenIsOlderThanTheFenceHasLostTheLock() throws Exception {
        DocumentLock grant = locks.acquireLock(note, ANNA).lockInfo().orElseThrow();
        setFence(note, grant.token() + 1);
        for (Writer writer : List.of(cdi, ejb)) {
            assertThatThrownBy(
                            () ->
                                    context.call(
                                            LockClaim.of(grant),
                                            () -> run(() -> writer.hold(note, write("new")))))
                    .isInstanceOf(LockNotHeldException.class);
        }
        assertThat(text(note)).isEqualTo("old");
        assertThat(column(note, "fence")).isEqualTo(Long.toString(grant.token() + 1));
    }

    @Test
    void whoeverBeginsGetsAGrantAboveAFenceThatIsAhead() throws Exception {
        long ahead = 2_000_000_000_000_000L;
        for (Writer writer : List.of(cdi, ejb)) {
            setFence(note, ahead);
            as(ANNA, () -> run(() -> writer.begin(note, write("new"))));
            DocumentLock grant = locks.getLockInfo(note).orElseThrow();
            assertThat(grant.token()).isGreaterThan(ahead);
            assertThat(column(note, "fence")).isEqualTo(Long.toString(grant.token()));
            assertThat(text(note)).isEqualTo("new");
            locks.releaseLock(note, ANNA);
            redis.del("doc-lock-fence:{doc-lock:" + note + "}");
        }
    }

    @Test
    void aGuardedMethodReadsTheDatabaseAndNoCache() throws Exception {
        assertThat(as(ANNA, () -> notes.read(note))).isEqualTo("old");
        update(note, "behind the cache's back");
        assertThat(as(ANNA, () -> notes.read(note))).isEqualTo("behind the cache's back");
    }

    @Test
    void whatWasReadBeforeTheGuardIsReadAgainUnderIt() throws Exception {
        assertThat(
                        as(
                                ANNA,
                                () ->
                                        outer.readAndThenReadGuarded(
                                                note, () -> update(note, "meanwhile"))))
                .isEqualTo("meanwhile");
    }

    @Test
    void aMethodOutsideAnyTransactionIsNamedInTheLogOnce() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        Handler listener =
                new StreamHandler() {
                    @Override
                    public void publish(LogRecord message) {
                        said.add(message.getMessage());
                    }
                };
        Logger log = Logger.getLogger(GuardedTransactions.class.getName());
        log.addHandler(listener);
        try {
            as(ANNA, () -> run(() -> notes.withoutTransaction(note)));
            as(ANNA, () -> run(() -> notes.withoutTransaction(note)));
        } finally {
            log.removeHandler(listener);
        }
        assertThat(said)
                .singleElement()
                .asString()
                .contains("SpecialNotes.withoutTransaction(String)", "not by the fence");
    }

    @Test
    void aCallThatMeetsALockedRowIsTriedAgainIfItsTransactionIsItsOwn() throws Exception {
        try (Connection other = database.getConnection()) {
            other.setAutoCommit(false);
            lockRow(other);
            CompletableFuture<String> guarded =
                    CompletableFuture.supplyAsync(
                            () -> unchecked(() -> as(ANNA, () -> notes.read(note))));
            await().atMost(PATIENCE).until(() -> locks.isLocked(note));
            assertThatThrownBy(() -> as(BOB, () -> run(() -> ejb.begin(note, write("new")))))
                    .isInstanceOf(DocumentLockedException.class);
            // Longer than the database lets one statement wait.
            assertThatThrownBy(() -> lockRowElsewhere()).hasMessageContaining("Timeout");
            other.commit();
            assertThat(guarded.get()).isEqualTo("old");
        }
    }

    @Test
    void aCallInSomebodyElsesTransactionThatMeetsALockedRowIsRefused() throws Exception {
        try (Connection other = database.getConnection()) {
            other.setAutoCommit(false);
            lockRow(other);
            assertThatThrownBy(() -> as(ANNA, () -> run(() -> ejb.scoped(note, write("new")))))
                    .isInstanceOf(DocumentBusyException.class);
            other.rollback();
        }
        assertThat(redis.exists("doc-lock:" + note)).isFalse();
        assertThat(text(note)).isEqualTo("old");
    }

    @Test
    void aMethodThatHasBegunIsNotCalledAgain() {
        AtomicLong calls = new AtomicLong();
        assertThatThrownBy(
                        () ->
                                as(
                                        ANNA,
                                        () ->
                                                notes.run(
                                                        note,
                                                        () -> {
                                                            calls.incrementAndGet();
                                                            throw new DocumentBusyException(
                                                                    "other", null);
                                                        })))
                .isInstanceOf(DocumentBusyException.class);
        assertThat(calls).hasValue(1);
    }

    private void lockRow(Connection connection) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("UPDATE note SET text = text WHERE id = ?")) {
            lock.setLong(1, id);
            lock.executeUpdate();
        }
    }

    private void lockRowElsewhere() throws SQLException {
        try (Connection connection = database.getConnection()) {
            lockRow(connection);
        }
    }

    // ---- release and commit

    @Test
    void aReleaseThatFailsHidesNeitherTheResultNorTheExceptionOfTheMethod() throws Exception {
        try {
            assertThat(as(ANNA, () -> notes.run(note, () -> withoutScripts("result"))))
                    .isEqualTo("result");
            redis.aclSetUser("doclock", "+evalsha", "+eval");
            String other = create("note");
            assertThatThrownBy(
                            () ->
                                    as(
                                            ANNA,
                                            () ->
                                                    notes.run(
                                                            other,
                                                            () -> {
                                                                withoutScripts("");
                                                                throw new IllegalStateException(
                                                                        "own");
                                                            })))
                    .hasMessage("own");
        } finally {
            redis.aclSetUser("doclock", "+evalsha", "+eval");
        }
    }

    /** From here on Redis refuses whatever would change a lock. */
    private String withoutScripts(String result) {
        redis.aclSetUser("doclock", "-evalsha", "-eval");
        return result;
    }

    @Test
    void theLockLastsUntilTheLastOfItsTransactionsHasEnded() throws Exception {
        String memo = create("memo");
        assertThat(as(ANNA, () -> outer.isLockedAfterJoiningAnother(memo))).isTrue();
        assertThat(locks.isLocked(memo)).isFalse();
    }

    @Test
    void whoeverGetsTheLockFindsWhatTheHolderBeforeHasWritten() throws Exception {
        for (Writer writer : List.of(cdi, ejb)) {
            for (int i = 0; i < ROUNDS / 2; i++) {
                assertReleasedAfterCommit(writer, "round-" + i);
            }
        }
    }

    private void assertReleasedAfterCommit(Writer writer, String text) throws Exception {
        DocumentLock grant = locks.acquireLock(note, ANNA).lockInfo().orElseThrow();
        CompletableFuture<String> seen = CompletableFuture.supplyAsync(this::textWhenFree);
        context.call(LockClaim.of(grant), () -> run(() -> writer.finish(note, write(text))));
        assertThat(seen.get()).isEqualTo(text);
    }

    private String textWhenFree() {
        while (redis.exists("doc-lock:" + note)) {
            Thread.onSpinWait();
        }
        return text(note);
    }

    // ---- round trips

    @Test
    void aCallOnADocumentWithAFenceCostsOneRoundTripAndOneMoreToGiveBack() throws Exception {
        for (Writer writer : List.of(cdi, ejb)) {
            assertThat(roundTrips(note, writer::hold)).isEqualTo(1);
            assertThat(roundTrips(note, writer::begin)).isEqualTo(1);
            assertThat(roundTrips(note, writer::finish)).isEqualTo(2);
            assertThat(roundTripsFromFree(note, writer::scoped)).isEqualTo(2);
        }
    }

    @Test
    void aCallOnADocumentWithoutAFenceCostsOneMore() throws Exception {
        String memo = create("memo");
        for (Writer writer : List.of(cdi, ejb)) {
            assertThat(roundTrips(memo, writer::hold)).isEqualTo(2);
            assertThat(roundTrips(memo, writer::begin)).isEqualTo(2);
            assertThat(roundTrips(memo, writer::finish)).isEqualTo(3);
            assertThat(roundTripsFromFree(memo, writer::scoped)).isEqualTo(3);
        }
    }

    private interface Call {
        void on(String documentId, Step step) throws Exception;
    }

    /** Of a call by the holder, who has the lock afresh. */
    private long roundTrips(String documentId, Call call) throws Exception {
        locks.acquireLock(documentId, ANNA);
        LockClaim claim = LockClaim.of(locks.getLockInfo(documentId).orElseThrow());
        return roundTrips(claim, documentId, call);
    }

    private long roundTripsFromFree(String documentId, Call call) throws Exception {
        locks.releaseLock(documentId, ANNA);
        return roundTrips(LockClaim.of(ANNA), documentId, call);
    }

    private long roundTrips(LockClaim claim, String documentId, Call call) throws Exception {
        // Loads the script that each test would otherwise be the first to use.
        locks.holdLocks(Map.of("any", 1L), ANNA, Optional.empty());
        locks.releaseLocks(Map.of("any", 1L), ANNA);
        long before = reads();
        context.call(claim, () -> run(() -> call.on(documentId, write("new"))));
        // The question itself is one.
        return reads() - before - 1;
    }

    /** How often Redis has read from a connection: a pipeline is one. */
    private long reads() {
        return redis.info("stats")
                .lines()
                .filter(line -> line.startsWith("total_reads_processed:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
                .findFirst()
                .orElseThrow();
    }

    // ---- how the sentences are said

    private interface Action {
        void run() throws Exception;
    }

    private static Optional<Void> run(Action action) throws Exception {
        action.run();
        return Optional.empty();
    }

    private <T> T as(LockOwner owner, Callable<T> work) throws Exception {
        return context.call(LockClaim.of(owner), work);
    }

    private static <T> T unchecked(Callable<T> work) {
        try {
            return work.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Step write(String text) {
        return new Step(text, Step.Ending.SUCCESS, false);
    }

    private static long id(String documentId) {
        return Long.parseLong(documentId.substring("note-".length()));
    }

    private String create(String table) throws SQLException {
        long newId = IDS.incrementAndGet();
        String columns = table.equals("note") ? "(ID, TEXT, VERSION)" : "(ID, TEXT)";
        String values = table.equals("note") ? "(?, 'old', 1)" : "(?, 'old')";
        execute("INSERT INTO " + table + columns + " VALUES " + values, newId);
        return table + "-" + newId;
    }

    private void update(String documentId, String text) {
        execute(
                "UPDATE note SET text = ?, version = version + 1 WHERE id = ?",
                text,
                id(documentId));
    }

    private void setFence(String documentId, long fence) {
        execute("UPDATE note SET fence = ? WHERE id = ?", fence, id(documentId));
    }

    private void execute(String sql, Object... parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text(String documentId) {
        return column(documentId, "text");
    }

    private String column(String documentId, String name) {
        String table = documentId.substring(0, documentId.indexOf('-'));
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT " + name + " FROM " + table + " WHERE id = ?")) {
            select.setLong(1, id(documentId));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
