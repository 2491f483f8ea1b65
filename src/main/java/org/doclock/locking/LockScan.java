package org.doclock.locking;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * Finds every document that has a lock, page by page, by SCAN of every master: not as of one
 * moment, in no order, and a document may come twice. Where slots of a cluster moved meanwhile, a
 * lock may have gone from a master not yet scanned to one already scanned: then once more, up to
 * three times in all.
 */
record LockScan(RedisConnections connections) {

    private static final int KEYS_A_PAGE = 4000;
    private static final int SCANS_WHILE_SLOTS_MOVE = 3;

    /** As CLUSTER NODES shows it: to or from another node. */
    private static final Pattern SLOT_ON_THE_MOVE = Pattern.compile("\\[\\d+-[<>]-");

    void run(Deadline deadline, Consumer<List<String>> pages) {
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

    private void scan(String master, Deadline deadline, Consumer<List<String>> pages) {
        ScanParams params = new ScanParams().match(LockKeys.ALL_LOCKS).count(KEYS_A_PAGE);
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            String from = cursor;
            ScanResult<String> page =
                    connections.onMaster(master, deadline, redis -> redis.scan(from, params));
            pages.accept(
                    page.getResult().stream()
                            .map(LockKeys::documentId)
                            .flatMap(Optional::stream)
                            .toList());
            cursor = page.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    }
}
