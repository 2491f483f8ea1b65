package org.doclock.admin;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockOutcome;
import org.doclock.locking.LockResult;
import org.doclock.locking.LockingException;
import org.doclock.locking.LockingService;
import org.doclock.locking.StoreUnavailableException;

/**
 * Ends the grants of a {@link Release}, each by its token. If Redis stops answering, the rest is
 * left as it is, and what is unknown is settled by looking at the tokens when Redis is back.
 */
final class ReleaseRun implements Runnable {

    private static final int READ_AT_ONCE = 500;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final LockingService locks;
    private final Release release;
    private final Optional<String> reason;

    ReleaseRun(LockingService locks, Release release, Optional<String> reason) {
        this.locks = locks;
        this.release = release;
        this.reason = reason;
    }

    @Override
    public void run() {
        try {
            boolean answers = true;
            for (int i = 0; i < release.grants().size(); i++) {
                if (answers) {
                    answers = end(i);
                } else {
                    release.set(i, GrantState.NOT_DONE);
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

    /** False if Redis did not answer. */
    private boolean end(int index) {
        GrantKey grant = release.grants().get(index);
        try {
            LockResult result =
                    locks.forceReleaseLock(
                            grant.documentId(),
                            release.administrator(),
                            reason,
                            OptionalLong.of(grant.token()));
            if (result.outcome() == LockOutcome.RELEASED) {
                release.set(index, GrantState.DONE);
            } else {
                release.set(index, GrantState.ENDED);
                locks.getLockInfo(grant.documentId())
                        .ifPresent(it -> release.heldBy(index, it.holderName()));
            }
            return true;
        } catch (StoreUnavailableException e) {
            if (release.state(index) == GrantState.WAITING) {
                release.set(index, GrantState.UNKNOWN);
            }
            return false;
        } catch (LockingException refused) {
            release.set(index, GrantState.NOT_DONE);
            return true;
        }
    }

    private void settle() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!settled() && System.nanoTime() < end) {
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private boolean settled() {
        List<Integer> unknown =
                IntStream.range(0, release.grants().size())
                        .filter(i -> release.state(i) == GrantState.UNKNOWN)
                        .boxed()
                        .toList();
        try {
            for (int from = 0; from < unknown.size(); from += READ_AT_ONCE) {
                settle(unknown.subList(from, Math.min(from + READ_AT_ONCE, unknown.size())));
            }
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private void settle(List<Integer> unknown) {
        Map<String, DocumentLock> now =
                locks.getLockInfos(
                        unknown.stream()
                                .map(i -> release.grants().get(i).documentId())
                                .collect(Collectors.toSet()));
        for (int i : unknown) {
            GrantKey grant = release.grants().get(i);
            boolean stands =
                    Optional.ofNullable(now.get(grant.documentId()))
                            .filter(it -> GrantKey.of(it).equals(grant))
                            .isPresent();
            release.set(i, stands ? GrantState.NOT_DONE : GrantState.ENDED_SINCE);
        }
    }
}
