package org.doclock.chaos;

import java.sql.SQLException;
import java.util.Optional;
import org.doclock.chaos.History.Edit;
import org.doclock.chaos.History.Owner;
import org.doclock.chaos.History.Row;
import org.doclock.chaos.History.Verdict;

/** Reads and saves documents for their owner, and takes down what became of it. */
final class Edits {

    private final Owner owner;
    private final Sheets sheets;
    private final Recorder recorder;
    private int saves;

    Edits(Owner owner, Sheets sheets, Recorder recorder) {
        this.owner = owner;
        this.sheets = sheets;
        this.recorder = recorder;
    }

    /** The row, if the token is good for it; announces the token. */
    Optional<Row> read(String document, long token) throws SQLException {
        long begin = recorder.now();
        Sheets.Seen seen = sheets.read(document, token);
        record(document, token, seen, "", Optional.empty(), begin);
        return row(seen);
    }

    /** The row afterwards, if the save was taken. */
    Optional<Row> save(String document, long token, Row base) throws SQLException {
        saves++;
        String save = owner.user() + "-" + owner.session() + "-" + saves;
        long begin = recorder.now();
        Sheets.Seen seen = sheets.save(document, token, base, save);
        record(document, token, seen, base.saved(), Optional.of(save), begin);
        return row(seen);
    }

    private void record(
            String document,
            long token,
            Sheets.Seen seen,
            String base,
            Optional<String> saved,
            long begin) {
        recorder.add(
                new Edit(
                        owner,
                        document,
                        token,
                        base,
                        saved,
                        seen.row().version(),
                        seen.verdict(),
                        begin,
                        recorder.now()));
    }

    private static Optional<Row> row(Sheets.Seen seen) {
        return Optional.of(seen.row()).filter(any -> seen.verdict() == Verdict.DONE);
    }
}
