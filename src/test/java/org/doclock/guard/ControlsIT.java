package org.doclock.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Future;
import org.doclock.Api.Answer;
import org.doclock.guard.edits.State;
import org.doclock.guard.edits.Variant;
import org.junit.jupiter.api.Test;

/**
 * What goes wrong where a part of the guard is missing, step by step: {@link NoLostUpdateIT} finds
 * the same by chance.
 */
class ControlsIT {

    @Test
    void withoutAFenceALateSaveOverwritesWhoeverSavedMeanwhile() throws Exception {
        Sheets sheets = new Sheets(Variant.NO_FENCE);
        try (Gate gate = new Gate(sheets.anna)) {
            Future<Answer> late = sheets.lateSave(gate);
            State read = sheets.begin(sheets.bert);
            assertThat(sheets.save(sheets.bert, read, "bert").status()).isEqualTo(200);

            assertThat(gate.letThrough(late).status()).isEqualTo(200);
        }
        assertThat(sheets.history().lost()).containsExactly("bert");
    }

    @Test
    void aFenceAtTheSaveAloneLetsALateSaveBeOverwritten() throws Exception {
        Sheets sheets = new Sheets(Variant.FENCE_AT_SAVE);
        try (Gate gate = new Gate(sheets.anna)) {
            Future<Answer> late = sheets.lateSave(gate);
            State read = sheets.begin(sheets.bert);

            assertThat(gate.letThrough(late).status()).isEqualTo(200);

            assertThat(sheets.save(sheets.bert, read, "bert").status()).isEqualTo(200);
        }
        assertThat(sheets.history().lost()).containsExactly("anna");
    }

    @Test
    void aBaseVersionAloneProtectsTheStaleEditorAndRefusesTheRightfulHolder() throws Exception {
        Sheets sheets = new Sheets(Variant.BASE_VERSION);
        try (Gate gate = new Gate(sheets.anna)) {
            Future<Answer> late = sheets.lateSave(gate);
            State read = sheets.begin(sheets.bert);

            assertThat(gate.letThrough(late).status()).isEqualTo(200);

            assertThat(sheets.save(sheets.bert, read, "bert").status()).isEqualTo(409);
            assertThat(EditsServer.heldUnder(sheets.documentId)).isEqualTo(read.token());
        }
        assertThat(sheets.history().lost()).isEmpty();
    }

    @Test
    void aFenceThatTheEntityWritesFallsWhenALateReaderWritesItsOwn() throws Exception {
        Sheets sheets = new Sheets(Variant.ENTITY_FENCE);
        try (Gate gate = new Gate(sheets.anna)) {
            sheets.anna.grant(sheets.sheet, "");
            Future<Answer> late =
                    gate.reach(() -> sheets.anna.begin(sheets.sheet, gate.at("in-transaction")));
            EditsServer.expire(sheets.documentId);
            sheets.begin(sheets.bert);

            assertThat(gate.letThrough(late).status()).isEqualTo(200);
        }
        assertThat(sheets.history().olderFences()).isOne();
    }

    /** A sheet of one variant, and two who edit it. */
    private static final class Sheets {

        private final SheetClient anna;
        private final SheetClient bert;
        private final long sheet;
        private final String documentId;
        private final State first;

        private Sheets(Variant variant) {
            anna = EditsServer.client(variant, "anna", "tab-1");
            bert = EditsServer.client(variant, "bert", "tab-1");
            sheet = anna.create();
            documentId = variant.documentId(sheet);
            first = anna.look(sheet);
        }

        /** Anna's save waits after the lock was looked at, until the lock has ended. */
        private Future<Answer> lateSave(Gate gate) {
            State read = begin(anna);
            Future<Answer> late =
                    gate.reach(
                            () ->
                                    anna.save(
                                            sheet,
                                            read,
                                            read.content().withTitle("anna"),
                                            "anna",
                                            gate.at("after-check")));
            EditsServer.expire(documentId);
            return late;
        }

        private State begin(SheetClient client) {
            client.grant(sheet, "");
            return State.of(client.begin(sheet, "").json());
        }

        private Answer save(SheetClient client, State read, String saveId) {
            return client.save(sheet, read, read.content().withTitle(saveId), saveId, "");
        }

        private SheetHistory history() {
            return SheetHistory.of(first, anna.history(sheet));
        }
    }
}
