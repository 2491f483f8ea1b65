package org.doclock.chaos;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.doclock.chaos.History.Call;
import org.doclock.chaos.History.Owner;
import org.doclock.chaos.History.Request;
import org.doclock.chaos.History.Row;

/**
 * Edits one document after the other through any of the servers: acquires, reads, extends, saves,
 * releases; now and then sleeps longer than the lock lasts, and saves all the same, or edits for
 * longer than a failover takes. Who is refused may ask the holder, who then hands over; and at
 * times somebody's lock is broken.
 */
final class Client {

    /** So many documents are wanted more than the others. */
    private static final int HOT = 4;

    /** What the servers are set to: how long a lock lasts, ms, if the client does not say. */
    static final int SHORT_TTL = 500;

    /** Never asks for anything. */
    private static final Owner NOBODY = new Owner("nobody", "tab-1");

    private final Owner owner;
    private final LockCalls calls;
    private final List<String> documents;
    private final Edits edits;
    private final Random random;
    private final Map<String, Owner> asking;
    private final Map<String, Long> lastTokens = new HashMap<>();

    /**
     * @param asking who wants which document, shared by all: as if they called across the room
     * @param random decides what is done and how long it takes
     */
    Client(
            LockCalls calls,
            List<String> documents,
            Map<String, Owner> asking,
            Edits edits,
            Random random) {
        this.owner = calls.owner();
        this.calls = calls;
        this.documents = documents;
        this.asking = asking;
        this.edits = edits;
        this.random = random;
    }

    void run(BooleanSupplier goOn) {
        try {
            while (goOn.getAsBoolean()) {
                String document = documents.get(random.nextInt(oneIn(2) ? HOT : documents.size()));
                boolean atLength = oneIn(8);
                breakNowAndThen(document);
                Call call = acquire(document, atLength);
                if (call.isUnknown() && oneIn(2)) {
                    Thread.sleep(50);
                    call = acquire(document, atLength);
                }
                if (call.result().equals("LOCKED") && oneIn(3)) {
                    call = ask(document, call);
                }
                if (call.lock().isEmpty()) {
                    Thread.sleep(random.nextInt(call.isUnknown() ? 200 : 50));
                }
                while (call.lock().isPresent()
                        && edit(document, call.lock().get().token(), atLength)) {
                    call = comeBack(document);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a page that is loaded again, or as one that was never closed. */
    private Call comeBack(String document) {
        return oneIn(2)
                ? calls.acquire(Request.NEW_GRANT, document, 0, 0)
                : calls.acquire(Request.RESUME, document, 0, lastToken(document));
    }

    /** Whoever holds it, or a grant that has most likely ended. */
    private void breakNowAndThen(String document) {
        if (oneIn(50)) {
            calls.forceRelease(document, 0);
        }
        if (lastToken(document) > 0 && oneIn(6)) {
            calls.forceRelease(document, lastToken(document));
        }
    }

    /** Tries again after a while if it may ask. */
    private Call ask(String document, Call refused) throws InterruptedException {
        if (!calls.ask(document).result().equals("REQUESTED")) {
            return refused;
        }
        asking.put(document, owner);
        Thread.sleep(random.nextInt(300));
        return calls.acquire(Request.ACQUIRE, document, 0, 0);
    }

    /** Whether the page was left only to be loaded again. */
    private boolean edit(String document, long token, boolean atLength)
            throws InterruptedException, SQLException {
        lastTokens.put(document, token);
        boolean known = true;
        Optional<Row> read = edits.read(document, token);
        for (int i = random.nextInt(3); i >= 0 && read.isPresent(); i--) {
            Thread.sleep(thinking(atLength));
            if (oneIn(2)) {
                known = !calls.extend(document, token).isUnknown();
            }
            read = edits.save(document, token, read.get());
        }
        return known && !oneIn(8) && end(document, token);
    }

    private boolean end(String document, long token) {
        if (oneIn(30)) {
            calls.handOver(document, token, NOBODY);
        }
        Optional<Owner> next = Optional.ofNullable(asking.remove(document));
        if (next.isPresent() && !next.get().equals(owner)) {
            calls.handOver(document, token, next.get());
            return false;
        }
        if (oneIn(4)) {
            calls.leave(document, token);
            return oneIn(2);
        }
        calls.release(document, token);
        return false;
    }

    private long thinking(boolean atLength) {
        if (atLength) {
            return random.nextInt(2_000);
        }
        return oneIn(8) ? SHORT_TTL + random.nextInt(SHORT_TTL) : random.nextInt(60);
    }

    private Call acquire(String document, boolean atLength) {
        int ttl = oneIn(4) ? 1 + random.nextInt(2) : 0;
        Request how = how();
        long resumed = how != Request.NEW_GRANT && oneIn(2) ? lastToken(document) : 0;
        return calls.acquire(
                how == Request.ACQUIRE && resumed > 0 ? Request.RESUME : how,
                document,
                atLength ? 10 : ttl,
                resumed);
    }

    private Request how() {
        return switch (random.nextInt(10)) {
            case 0 -> Request.TAKE_OVER;
            case 1 -> Request.NEW_GRANT;
            case 2 -> Request.WAIT;
            default -> Request.ACQUIRE;
        };
    }

    private long lastToken(String document) {
        return lastTokens.getOrDefault(document, 0L);
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }
}
