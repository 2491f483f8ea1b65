package org.doclock.locking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Takes several locks at once, and gives back what it was granted if one is refused. */
final class LockSetAcquisition {

    private static final Logger LOG = Logger.getLogger(LockSetAcquisition.class.getName());

    private final RedisLocks locks;
    private final LockCommands commands;
    private final Duration deadline;

    LockSetAcquisition(RedisLocks locks, LockCommands commands, Duration deadline) {
        this.locks = locks;
        this.commands = commands;
        this.deadline = deadline;
    }

    LockSetResult acquire(SortedSet<String> documentIds, LockOwner owner, AcquireOptions options) {
        List<LockCommand> acquires =
                documentIds.stream().map(id -> commands.acquire(id, owner, options)).toList();
        List<LockResult> results = new ArrayList<>();
        Deadline end = Deadline.in(deadline);
        try {
            locks.runTogether(acquires, end, results::add);
        } catch (StoreUnavailableException e) {
            giveBack(results, owner, end);
            throw e;
        }
        Optional<LockResult> refusal =
                results.stream().filter(result -> !result.success()).findFirst();
        if (refusal.isPresent()) {
            giveBack(results, owner, Deadline.in(deadline));
            return new LockSetResult(List.of(), refusal);
        }
        return new LockSetResult(results, refusal);
    }

    private void giveBack(List<LockResult> results, LockOwner owner, Deadline end) {
        List<LockCommand> releases =
                results.stream()
                        .filter(result -> result.outcome().isNewGrant())
                        .flatMap(result -> result.lockInfo().stream())
                        .map(lock -> release(lock, owner))
                        .toList();
        if (releases.isEmpty()) {
            return;
        }
        try {
            locks.runAll(releases, end);
        } catch (StoreUnavailableException e) {
            // The refusal is the truth all the same, and the locks end by themselves.
            LOG.log(Level.WARNING, "Redis went away while locks were given back", e);
        }
    }

    private LockCommand release(DocumentLock lock, LockOwner owner) {
        return commands.release(
                lock.documentId(), owner, OptionalLong.of(lock.token()), Duration.ZERO);
    }
}
