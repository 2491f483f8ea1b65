package org.doclock.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.doclock.locking.CallOrigin;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockLimits;
import org.doclock.locking.LockOutcome;
import org.doclock.locking.LockResult;
import org.doclock.locking.LockingException;
import org.doclock.locking.LockingService;
import org.doclock.locking.StoreUnavailableException;

/**
 * Ends the grants of a {@link Release}, each by its token. If Redis stops answering, the rest is
 * left as it is, and what is unknown is settled when Redis is back.
 */
final class ReleaseRun implements Runnable {

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final LockingService locks;
    private final Release release;
    private final ReleaseOrder order;

    ReleaseRun(LockingService locks, Release release, ReleaseOrder order) {
        this.locks = locks;
        this.release = release;
        this.order = order;
    }

    @Override
    public void run() {
        try {
            boolean answers = true;
            for (List<Integer> batch : batches()) {
                if (answers) {
                    answers = end(batch);
                } else {
                    batch.forEach(i -> release.set(i, GrantState.NOT_DONE));
                }
            }
            if (!answers) {
                settle();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            release.finish();
        }
    }

    /** The indexes of the grants, as many as one call takes, no document twice in one. */
    private List<List<Integer>> batches() {
        List<List<Integer>> batches = new ArrayList<>();
        Map<String, Long> documents = new HashMap<>();
        List<Integer> batch = new ArrayList<>();
        for (int i = 0; i < release.grants().size(); i++) {
            GrantKey grant = release.grants().get(i);
            boolean full = batch.size() == LockLimits.DOCUMENTS_AT_ONCE_MAX;
            if (full || documents.containsKey(grant.documentId())) {
                batches.add(batch);
                batch = new ArrayList<>();
                documents.clear();
            }
            documents.put(grant.documentId(), grant.token());
            batch.add(i);
        }
        batches.add(batch);
        return batches;
    }

    /** False if Redis did not answer. */
    private boolean end(List<Integer> batch) {
        if (batch.isEmpty()) {
            return true;
        }
        Map<String, Long> tokens = new HashMap<>();
        Map<String, Integer> index = new HashMap<>();
        for (int i : batch) {
            GrantKey grant = release.grants().get(i);
            tokens.put(grant.documentId(), grant.token());
            index.put(grant.documentId(), i);
        }
        try {
            List<LockResult> results =
                    CallOrigin.from(order.address(), () -> order.end(locks, tokens));
            List<String> sorted = tokens.keySet().stream().sorted().toList();
            List<String> gone = new ArrayList<>();
            for (int n = 0; n < results.size(); n++) {
                String documentId = sorted.get(n);
                GrantState state = state(results.get(n));
                release.set(index.get(documentId), state);
                if (state == GrantState.ENDED) {
                    gone.add(documentId);
                }
            }
            sayWhoHoldsThem(gone, index);
            return true;
        } catch (StoreUnavailableException e) {
            batch.stream()
                    .filter(i -> release.state(i) == GrantState.WAITING)
                    .forEach(i -> release.set(i, GrantState.UNKNOWN));
            return false;
        } catch (LockingException refused) {
            batch.forEach(i -> release.set(i, GrantState.NOT_DONE));
            return true;
        }
    }

    private static GrantState state(LockResult result) {
        if (result.outcome() != LockOutcome.RELEASED) {
            return GrantState.ENDED;
        }
        boolean ending = result.lockInfo().flatMap(DocumentLock::ending).isPresent();
        return ending && result.lockInfo().orElseThrow().remaining().toMillis() > 0
                ? GrantState.NOTICED
                : GrantState.DONE;
    }

    private void sayWhoHoldsThem(List<String> gone, Map<String, Integer> index) {
        if (!gone.isEmpty()) {
            locks.getLockInfos(gone)
                    .forEach((id, lock) -> release.heldBy(index.get(id), lock.holderName()));
        }
    }

    private void settle() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!settled() && System.nanoTime() < end) {
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** As the audit trail settles them; what it does not know has never been tried. */
    private boolean settled() {
        List<Integer> unknown =
                IntStream.range(0, release.grants().size())
                        .filter(i -> release.state(i) == GrantState.UNKNOWN)
                        .boxed()
                        .toList();
        try {
            Map<GrantKey, GrantState> trail = order.trail(locks);
            Map<String, DocumentLock> standing =
                    locks.getLockInfos(
                            unknown.stream()
                                    .map(i -> release.grants().get(i).documentId())
                                    .toList());
            for (int i : unknown) {
                GrantKey grant = release.grants().get(i);
                release.set(
                        i,
                        Optional.ofNullable(trail.get(grant))
                                .orElseGet(() -> look(grant, standing)));
            }
            return unknown.stream().noneMatch(i -> release.state(i) == GrantState.UNKNOWN);
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private static GrantState look(GrantKey grant, Map<String, DocumentLock> standing) {
        return Optional.ofNullable(standing.get(grant.documentId()))
                        .filter(it -> GrantKey.of(it).equals(grant))
                        .isPresent()
                ? GrantState.NOT_DONE
                : GrantState.ENDED_SINCE;
    }
}
