package org.doclock.locking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * An act of an administrator on locks, as the audit trail wants it: its intent is written, then it
 * is done, then its outcome is written. If the intent cannot be written, nothing is done. If the
 * outcome cannot, the act stays open in the trail, and {@link #settleOpen} finds out later.
 */
final class AdministratorsAct {

    private final RedisConnections connections;
    private final RedisLocks locks;
    private final LockCommands commands;
    private final AuditTrail trail;

    AdministratorsAct(
            RedisConnections connections,
            RedisLocks locks,
            LockCommands commands,
            AuditTrail trail) {
        this.connections = connections;
        this.locks = locks;
        this.commands = commands;
        this.trail = trail;
    }

    /**
     * Ends the grants of documents.
     *
     * @param token of the grant that is meant, by document id; empty for any
     * @return a result for each document, in the given order
     * @throws StoreUnavailableException if it is not known what was done
     */
    List<LockResult> forceRelease(
            Collection<String> documentIds,
            Intent intent,
            Function<String, OptionalLong> token,
            Deadline deadline) {
        Map<String, DocumentLock> seen = locks.read(ReadOfMany.LOCKS, documentIds, deadline);
        List<AuditEntry> acts = new ArrayList<>();
        List<LockCommand> releases = new ArrayList<>();
        for (String documentId : documentIds) {
            if (seen.containsKey(documentId)) {
                AuditEntry act = intent.on(seen.get(documentId));
                acts.add(act);
                releases.add(
                        commands.forceRelease(
                                documentId,
                                act.id(),
                                intent.actor(),
                                intent.reason(),
                                token.apply(documentId),
                                intent.notice()));
            }
        }
        Map<String, LockResult> results =
                acts.isEmpty() ? Map.of() : run(acts, releases, seen, deadline);
        return documentIds.stream()
                .map(it -> results.getOrDefault(it, LockResult.nothingToEnd()))
                .toList();
    }

    private Map<String, LockResult> run(
            List<AuditEntry> acts,
            List<LockCommand> releases,
            Map<String, DocumentLock> seen,
            Deadline deadline) {
        trail.intend(acts, deadline);
        List<LockResult> done;
        try {
            done = locks.runAll(releases, deadline);
        } catch (StoreUnavailableException e) {
            trail.log(acts);
            throw e;
        }
        Map<String, LockResult> results = new HashMap<>();
        List<AuditEntry> outcomes = new ArrayList<>();
        for (int i = 0; i < done.size(); i++) {
            String documentId = releases.get(i).documentId();
            DocumentLock lock = done.get(i).lockInfo().orElse(seen.get(documentId));
            boolean hit = done.get(i).outcome() == LockOutcome.RELEASED;
            outcomes.add(
                    hit
                            ? acts.get(i).with(done(lock), lock)
                            : acts.get(i).with(AuditOutcome.NOT_HELD));
            results.put(documentId, done.get(i));
        }
        settle(outcomes, deadline);
        return results;
    }

    /** A lock that says that it ends is held on until it does. */
    private static AuditOutcome done(DocumentLock lock) {
        return lock.ending().isPresent() && !lock.remaining().isZero()
                ? AuditOutcome.NOTICE_GIVEN
                : AuditOutcome.DONE;
    }

    /** What was done is done, and the caller is told so, whether or not the trail says it yet. */
    private void settle(List<AuditEntry> outcomes, Deadline deadline) {
        try {
            trail.settle(outcomes, deadline);
        } catch (StoreUnavailableException stayOpen) {
            // The trail shows them as unknown until they are settled.
        }
    }

    /**
     * Settles the acts of the trail that are open and have had time enough: by whom the last grant
     * was ended is in the fence, and the lock itself shows whether it is still the one that was
     * meant.
     */
    void settleOpen(Deadline deadline) {
        List<AuditEntry> due = trail.open(deadline);
        if (due.isEmpty()) {
            return;
        }
        List<String> documents =
                due.stream().map(it -> it.documentId().orElseThrow()).distinct().toList();
        LastEndings endings = LastEndings.of(documents, connections, deadline);
        Map<String, DocumentLock> standing = locks.read(ReadOfMany.LOCKS, documents, deadline);
        trail.settle(
                due.stream().map(it -> it.with(outcome(it, endings, standing))).toList(), deadline);
    }

    private static AuditOutcome outcome(
            AuditEntry act, LastEndings endings, Map<String, DocumentLock> standing) {
        String documentId = act.documentId().orElseThrow();
        Optional<DocumentLock> meant =
                Optional.ofNullable(standing.get(documentId))
                        .filter(it -> OptionalLong.of(it.token()).equals(act.token()));
        if (endings.by(act.id(), documentId)) {
            return meant.map(AdministratorsAct::done).orElse(AuditOutcome.DONE);
        }
        return meant.isPresent() ? AuditOutcome.NOT_DONE : AuditOutcome.ENDED_SINCE;
    }

    /**
     * What is about to be done, and by whom.
     *
     * @param reason why, if the administrator said so
     * @param notice how long the holders still have
     */
    record Intent(AuditAct act, String actor, Optional<String> reason, Duration notice) {

        private static final Duration LONGEST_NOTICE =
                Duration.ofSeconds(LockLimits.NOTICE_SECONDS_MAX);

        Intent {
            LockLimits.name("administrator's user id", actor, LockLimits.USER_ID_MAX);
            reason.ifPresent(why -> LockLimits.name("reason", why, LockLimits.REASON_MAX));
            if (notice.isNegative() || notice.compareTo(LONGEST_NOTICE) > 0) {
                throw new InvalidLockRequestException(
                        "The notice must be from 0 to " + LockLimits.NOTICE_SECONDS_MAX + " s");
            }
        }

        AuditEntry on(DocumentLock lock) {
            return AuditEntry.of(act, AuditOutcome.UNKNOWN, actor, reason)
                    .with(AuditOutcome.UNKNOWN, lock);
        }
    }
}
