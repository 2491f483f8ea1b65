package org.doclock.locking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;

/**
 * Takes several locks, one after the other, and gives back what it was granted if one is refused.
 */
final class LockSetAcquisition {

    private static final Set<LockOutcome> NEWLY_GRANTED =
            EnumSet.of(LockOutcome.ACQUIRED, LockOutcome.RESUMED, LockOutcome.TAKEN_OVER);

    private final RedisLocks locks;
    private final LockCommands commands;
    private final LockOwner owner;
    private final Deadline deadline;
    private final List<LockResult> grants = new ArrayList<>();

    LockSetAcquisition(
            RedisLocks locks, LockCommands commands, LockOwner owner, Deadline deadline) {
        this.locks = locks;
        this.commands = commands;
        this.owner = owner;
        this.deadline = deadline;
    }

    LockSetResult acquire(SortedSet<String> documentIds, AcquireOptions options) {
        for (String documentId : documentIds) {
            LockResult result = acquire(commands.acquire(documentId, owner, options));
            if (!result.success()) {
                giveBack();
                return new LockSetResult(List.of(), Optional.of(result));
            }
            grants.add(result);
        }
        return new LockSetResult(grants, Optional.empty());
    }

    private LockResult acquire(LockCommand command) {
        try {
            return locks.run(command, deadline);
        } catch (StoreUnavailableException e) {
            try {
                giveBack();
            } catch (StoreUnavailableException stillAway) {
                e.addSuppressed(stillAway);
            }
            throw e;
        }
    }

    private void giveBack() {
        List<LockCommand> releases =
                grants.stream()
                        .filter(grant -> NEWLY_GRANTED.contains(grant.outcome()))
                        .flatMap(grant -> grant.lockInfo().stream())
                        .map(this::release)
                        .toList();
        if (!releases.isEmpty()) {
            locks.runAll(releases, deadline);
        }
    }

    private LockCommand release(DocumentLock lock) {
        return commands.release(
                lock.documentId(), owner, OptionalLong.of(lock.token()), Duration.ZERO);
    }
}
