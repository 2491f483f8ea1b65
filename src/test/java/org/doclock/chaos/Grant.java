package org.doclock.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.doclock.chaos.History.Announcement;
import org.doclock.chaos.History.Call;
import org.doclock.chaos.History.Lock;
import org.doclock.chaos.History.Owner;

/**
 * One possession of a document, as far as Redis stated it: to its owner, and on a single Redis to
 * everybody. A resumed one is a possession of its own with the same token.
 *
 * @param until the latest end that was stated
 * @param seen by when it had begun, by the test's clock
 * @param takenOver whether it was stated to have been taken from another session of the user
 * @param handedOver whether it was stated to have been handed over by whoever had the document
 */
record Grant(
        String document,
        Owner owner,
        long token,
        long beganAt,
        long until,
        long seen,
        boolean takenOver,
        boolean handedOver) {

    /** All of them, by document, in the order of their beginnings. */
    static Map<String, List<Grant>> of(History history) {
        Map<List<Object>, Grant> grants = new LinkedHashMap<>();
        for (Call call : history.calls()) {
            call.lock()
                    .filter(lock -> lock.owner().equals(call.owner()))
                    .ifPresent(lock -> add(grants, lock, call.result(), call.end()));
        }
        for (Announcement said : history.announcements()) {
            if (history.oneRedis() && !said.isEnd()) {
                add(grants, said.lock(), said.outcome(), said.seen());
            }
        }
        Map<String, List<Grant>> byDocument = new LinkedHashMap<>();
        grants.values().stream()
                .sorted(Comparator.comparingLong(Grant::beganAt).thenComparingLong(Grant::token))
                .forEach(
                        it ->
                                byDocument
                                        .computeIfAbsent(it.document(), any -> new ArrayList<>())
                                        .add(it));
        return byDocument;
    }

    private static void add(Map<List<Object>, Grant> grants, Lock lock, String outcome, long seen) {
        grants.merge(
                List.of(lock.document(), lock.owner(), lock.token(), lock.beganAt()),
                new Grant(
                        lock.document(),
                        lock.owner(),
                        lock.token(),
                        lock.beganAt(),
                        lock.endsAt(),
                        seen,
                        outcome.equals("TAKEN_OVER"),
                        outcome.equals("TRANSFERRED")),
                Grant::and);
    }

    private Grant and(Grant same) {
        return new Grant(
                document,
                owner,
                token,
                beganAt,
                Math.max(until, same.until),
                Math.min(seen, same.seen),
                takenOver || same.takenOver,
                handedOver || same.handedOver);
    }
}
