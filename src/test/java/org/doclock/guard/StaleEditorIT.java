package org.doclock.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.doclock.Api.Answer;
import org.doclock.guard.edits.Content;
import org.doclock.guard.edits.State;
import org.doclock.guard.edits.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ways in which a save arrives that should not, one by one: none loses another's. */
class StaleEditorIT {

    private static final Duration UNDISTURBED = Duration.ofMillis(300);

    private final SheetClient anna = EditsServer.client(Variant.GUARDED, "anna", "tab-1");
    private final SheetClient annasSecondTab = EditsServer.client(Variant.GUARDED, "anna", "tab-2");
    private final SheetClient bert = EditsServer.client(Variant.GUARDED, "bert", "tab-1");

    private final long sheet = anna.create();
    private final State first = anna.look(sheet);
    private final String documentId = Variant.GUARDED.documentId(sheet);
    private final Gate gate = new Gate(anna);

    @AfterEach
    void end() {
        gate.close();
    }

    @Test
    void aFormRenderedBeforeTheGrantAndSavedUnderItIsRefused() {
        State form = anna.look(sheet);
        edit(bert, "bert");
        long token = anna.grant(sheet, "");

        Answer refusal = anna.save(sheet, form, token, titled(form, "anna"), "anna", "");

        assertRefused(refusal, "STALE");
        assertThat(EditsServer.heldUnder(documentId)).isEqualTo(token);
        assertSaved("bert");
        // She loads it again, and has lost nothing but the form.
        edit(anna, "anna");
        assertSaved("bert", "anna");
        assertThat(EditsServer.heldUnder(documentId)).isZero();
    }

    @Test
    void aFormRenderedBeforeTheGrantIsRefusedWhereOnlyRowsWereChangedSince() {
        State form = anna.look(sheet);
        State read = begin(bert);
        assertAccepted(bert.save(sheet, read, read.content().withRow(1, "bert"), "bert", ""));
        long token = anna.grant(sheet, "");

        Answer refusal =
                anna.save(sheet, form, token, form.content().withRow(2, "anna"), "anna", "");

        assertRefused(refusal, "STALE");
        assertSaved("bert");
        assertThat(anna.look(sheet).content()).isEqualTo(first.content().withRow(1, "bert"));
    }

    @Test
    void anOldFormOfTheSameTabAfterExpiryAndReacquireIsRefused() {
        State old = begin(anna);
        EditsServer.expire(documentId);
        edit(bert, "bert");
        long token = anna.grant(sheet, "");
        assertThat(token).isGreaterThan(old.token());

        Content content = titled(old, "anna");
        assertRefused(anna.save(sheet, old, content, "by the old token", ""), "NOT_HELD");
        assertRefused(anna.save(sheet, old, token, content, "by the new token", ""), "STALE");

        assertThat(EditsServer.heldUnder(documentId)).isEqualTo(token);
        assertSaved("bert");
    }

    @Test
    void anOldFormOfTheSameTabIsRefusedByItsTokenEvenIfNobodyCameBetween() {
        State old = begin(anna);
        EditsServer.expire(documentId);
        long token = anna.grant(sheet, "");

        assertRefused(anna.save(sheet, old, titled(old, "anna"), "anna", ""), "NOT_HELD");

        assertThat(EditsServer.heldUnder(documentId)).isEqualTo(token);
        assertSaved();
    }

    @Test
    void aSaveThatPausesAfterItsLastCheckIsRefusedOnceSomebodyElseHasRead() throws Exception {
        State old = begin(anna);
        Future<Answer> late = pausedSave(anna, old, "after-check");
        EditsServer.expire(documentId);
        State read = begin(bert);

        assertRefused(gate.letThrough(late), "NOT_HELD");

        assertThat(EditsServer.heldUnder(documentId)).isEqualTo(read.token());
        assertAccepted(bert.save(sheet, read, titled(read, "bert"), "bert", ""));
        assertSaved("bert");
    }

    @Test
    void aSaveThatPausesAfterItsLastCheckIsRefusedOnceSomebodyElseHasSaved() throws Exception {
        State old = begin(anna);
        Future<Answer> late = pausedSave(anna, old, "after-check");
        EditsServer.expire(documentId);
        edit(bert, "bert");

        assertRefused(gate.letThrough(late), "NOT_HELD");

        assertSaved("bert");
    }

    @Test
    void aCommitThatPausesBetweenItsLastCheckAndTheDatabaseIsReadByWhoeverIsGrantedNext()
            throws Exception {
        State old = begin(anna);
        Future<Answer> late = pausedSave(anna, old, "before-commit");
        EditsServer.expire(documentId);
        long token = bert.grant(sheet, "");
        Future<State> reading = gate.begin(() -> begin(bert));
        await().during(UNDISTURBED).until(() -> !reading.isDone());

        assertAccepted(gate.letThrough(late));

        State read = reading.get(20, TimeUnit.SECONDS);
        assertThat(read.content()).isEqualTo(titled(first, "anna"));
        // Her save ended with a release, which was of her own grant.
        assertThat(EditsServer.heldUnder(documentId)).isEqualTo(token).isEqualTo(read.token());
        assertAccepted(bert.save(sheet, read, read.content().withRow(0, "bert"), "bert", ""));
        assertSaved("anna", "bert");
    }

    @Test
    void aRowThatStaysTakenIsReportedAsBusyAndTheLockGivenBack() throws Exception {
        State old = begin(anna);
        Future<Answer> late = pausedSave(anna, old, "before-commit");
        EditsServer.expire(documentId);

        Answer busy = bert.begin(sheet, "");

        assertRefused(busy, "LOCKED");
        assertThat(busy.body()).contains("is being changed by another transaction");
        assertThat(EditsServer.heldUnder(documentId)).isZero();
        assertAccepted(gate.letThrough(late));
        assertSaved("anna");
    }

    @Test
    void aFormThatWasOpenWhenAnotherTabTookOverIsRefused() {
        State open = begin(anna);
        long token = annasSecondTab.grant(sheet, ",\"takeOver\":true");
        assertThat(token).isGreaterThan(open.token());

        assertRefused(anna.save(sheet, open, titled(open, "first tab"), "first tab", ""), "LOCKED");

        assertThat(EditsServer.heldUnder(documentId)).isEqualTo(token);
        edit(annasSecondTab, "second tab");
        assertSaved("second tab");
    }

    @Test
    void aSaveUnderWayWhenAnotherTabTookOverAndReadIsRefused() throws Exception {
        assertThatASaveUnderWayIsRefusedWhen(
                annasSecondTab, open -> annasSecondTab.grant(sheet, ",\"takeOver\":true"));
    }

    @Test
    void aFormThatWasOpenWhenItsLockWasHandedOverIsRefused() {
        State open = begin(anna);
        long token = handOver(open);

        assertRefused(anna.save(sheet, open, titled(open, "anna"), "anna", ""), "LOCKED");

        assertThat(EditsServer.heldUnder(documentId)).isEqualTo(token);
        edit(bert, "bert");
        assertSaved("bert");
    }

    @Test
    void aSaveUnderWayWhenItsLockWasHandedOverAndReadIsRefused() throws Exception {
        assertThatASaveUnderWayIsRefusedWhen(bert, this::handOver);
    }

    /**
     * @param pass gives the grant to the next one, and returns its new token
     */
    private void assertThatASaveUnderWayIsRefusedWhen(SheetClient next, Function<State, Long> pass)
            throws Exception {
        State open = begin(anna);
        Future<Answer> late = pausedSave(anna, open, "after-check");
        long token = pass.apply(open);
        State read = begin(next);
        assertThat(read.token()).isEqualTo(token);

        assertRefused(gate.letThrough(late), "NOT_HELD");

        assertThat(EditsServer.heldUnder(documentId)).isEqualTo(token);
        assertAccepted(next.save(sheet, read, titled(read, "next"), "next", ""));
        assertSaved("next");
    }

    private long handOver(State open) {
        Answer answer = anna.handOver(sheet, open.token(), "bert", "tab-1");
        assertThat(answer.json().getString("outcome")).isEqualTo("TRANSFERRED");
        return EditsServer.heldUnder(documentId);
    }

    /** A save that waits at a place until the gate is opened. */
    private Future<Answer> pausedSave(SheetClient client, State read, String place) {
        Content content = titled(read, "anna");
        return gate.reach(() -> client.save(sheet, read, content, "anna", gate.at(place)));
    }

    /** Reads under a grant that does not end by itself meanwhile. */
    private State begin(SheetClient client) {
        client.grant(sheet, "");
        Answer answer = client.begin(sheet, "");
        assertAccepted(answer);
        return State.of(answer.json());
    }

    private void edit(SheetClient client, String saveId) {
        State read = begin(client);
        assertAccepted(client.save(sheet, read, titled(read, saveId), saveId, ""));
    }

    private static Content titled(State state, String title) {
        return state.content().withTitle(title);
    }

    private static void assertAccepted(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static void assertRefused(Answer answer, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(409);
        assertThat(answer.code()).as(answer.body()).isEqualTo(code);
    }

    /** The database knows these saves and no others, each made from the one before it. */
    private void assertSaved(String... saveIds) {
        SheetHistory history = SheetHistory.of(first, anna.history(sheet));
        assertThat(history.saves()).extracting(SheetHistory.Line::saveId).containsExactly(saveIds);
        assertThat(history.lost()).isEmpty();
        assertThat(history.outOfStep()).isEmpty();
        assertThat(anna.look(sheet).content()).isEqualTo(history.last());
    }
}
