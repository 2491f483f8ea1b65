package org.doclock.chaos;

import jakarta.json.JsonObjectBuilder;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.doclock.Api;
import org.doclock.chaos.History.Call;
import org.doclock.chaos.History.Edit;
import org.doclock.chaos.History.Owner;
import org.doclock.chaos.History.Request;
import org.doclock.chaos.History.Row;
import org.doclock.chaos.History.Verdict;

/**
 * Edits one document after the other through any of the servers: acquires, reads, extends, saves,
 * releases; now and then sleeps longer than the lock lasts, and saves all the same, or edits for
 * longer than a failover takes.
 */
final class Client {

    /** So many documents are wanted more than the others. */
    private static final int HOT = 4;

    /** What the servers are set to: how long a lock lasts, ms, if the client does not say. */
    static final int SHORT_TTL = 500;

    private final Owner owner;
    private final LockCalls calls;
    private final List<String> documents;
    private final Sheets sheets;
    private final Recorder recorder;
    private final Random random;
    private final Map<String, Long> lastTokens = new HashMap<>();
    private int saves;

    /**
     * @param random decides what is done and how long it takes
     */
    Client(
            Owner owner,
            List<Api> servers,
            List<String> documents,
            Sheets sheets,
            Recorder recorder,
            Random random) {
        this.owner = owner;
        this.calls = new LockCalls(owner, servers, recorder, random);
        this.documents = documents;
        this.sheets = sheets;
        this.recorder = recorder;
        this.random = random;
    }

    void run(BooleanSupplier goOn) {
        try {
            while (goOn.getAsBoolean()) {
                String document = documents.get(random.nextInt(oneIn(2) ? HOT : documents.size()));
                boolean atLength = oneIn(8);
                Call call = acquire(document, atLength);
                if (call.isUnknown() && oneIn(2)) {
                    Thread.sleep(50);
                    call = acquire(document, atLength);
                }
                if (call.lock().isPresent()) {
                    edit(document, call.lock().get().token(), atLength);
                } else {
                    Thread.sleep(random.nextInt(call.isUnknown() ? 200 : 50));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void edit(String document, long token, boolean atLength)
            throws InterruptedException, SQLException {
        lastTokens.put(document, token);
        boolean known = true;
        Optional<Row> read = read(document, token);
        for (int i = random.nextInt(3); i >= 0 && read.isPresent(); i--) {
            Thread.sleep(thinking(atLength));
            if (oneIn(2)) {
                JsonObjectBuilder body = calls.body(document).add("token", token);
                known = !calls.call(Request.EXTEND, document, token, body).isUnknown();
            }
            read = save(document, token, read.get());
        }
        if (known && !oneIn(8)) {
            calls.call(Request.RELEASE, document, token, calls.body(document).add("token", token));
        }
    }

    private long thinking(boolean atLength) {
        if (atLength) {
            return random.nextInt(2_000);
        }
        return oneIn(8) ? SHORT_TTL + random.nextInt(SHORT_TTL) : random.nextInt(60);
    }

    private Call acquire(String document, boolean atLength) {
        JsonObjectBuilder body = calls.body(document);
        if (atLength) {
            body.add("ttl", 10);
        } else if (oneIn(4)) {
            body.add("ttl", 1 + random.nextInt(2));
        }
        long resumed = oneIn(2) ? lastTokens.getOrDefault(document, 0L) : 0;
        if (resumed > 0) {
            body.add("resumeToken", resumed);
        }
        if (oneIn(6)) {
            body.add("wait", 1);
        }
        if (oneIn(8)) {
            return calls.call(Request.TAKE_OVER, document, resumed, body.add("takeOver", true));
        }
        return calls.call(Request.ACQUIRE, document, resumed, body);
    }

    private Optional<Row> read(String document, long token) throws SQLException {
        long begin = recorder.now();
        Sheets.Seen seen = sheets.read(document, token);
        record(document, token, seen, "", Optional.empty(), begin);
        return row(seen);
    }

    private Optional<Row> save(String document, long token, Row base) throws SQLException {
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

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }
}
