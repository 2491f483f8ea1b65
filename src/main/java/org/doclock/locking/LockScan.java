package org.doclock.locking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Finds and reads every lock, page by page, by SCAN of every master: not as of one moment, in no
 * order, and a document may come twice. Where slots of a cluster moved meanwhile, a lock may have
 * gone from a master not yet scanned to one already scanned: then once more, up to three times in
 * all.
 *
 * @param locks reads what is not where it was found
 */
record LockScan(RedisConnections connections, RedisLocks locks, StoreMeter meter) {

    private static final int SCANS_WHILE_SLOTS_MOVE = 3;

    /** As CLUSTER NODES shows it: to or from another node. */
    private static final Pattern SLOT_ON_THE_MOVE = Pattern.compile("\\[\\d+-[<>]-");

    /**
     * @param pages is called between the calls to Redis, and may make calls of its own
     */
    void run(Deadline deadline, Consumer<Collection<DocumentLock>> pages) {
        String before = connections.slots(deadline);
        boolean complete = false;
        for (int pass = 0; pass < SCANS_WHILE_SLOTS_MOVE && !complete; pass++) {
            for (String master : connections.masters(deadline)) {
                scan(master, deadline, pages);
            }
            String after = connections.slots(deadline);
            complete = after.equals(before) && !SLOT_ON_THE_MOVE.matcher(after).find();
            before = after;
        }
    }

    private void scan(String master, Deadline deadline, Consumer<Collection<DocumentLock>> pages) {
        ScanStep step = ScanStep.FIRST;
        while (!step.isLast()) {
            ScanStep before = step;
            step = meter.reading(() -> connections.onMaster(master, deadline, before::next));
            take(step.decoded(), deadline, pages);
        }
        take(step.read().decode(), deadline, pages);
    }

    private void take(LockPage page, Deadline deadline, Consumer<Collection<DocumentLock>> pages) {
        List<DocumentLock> all = new ArrayList<>(page.locks());
        all.addAll(locks.read(ReadOfMany.LOCKS, page.elsewhere(), deadline).values());
        if (!all.isEmpty()) {
            pages.accept(all);
        }
    }
}
