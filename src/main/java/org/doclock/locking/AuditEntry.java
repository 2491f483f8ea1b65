package org.doclock.locking;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One line of the audit trail: who did what to whom, why, when and from where.
 *
 * @param id of the act; an entry that is found twice, once unknown and once settled, bears the same
 * @param at by Redis's clock
 * @param actor the user who acted, or tried to
 * @param from the address that the request came from; empty where there was no request
 * @param documentId empty for an act that is not about one document
 * @param holder the user whom it hit: who held the lock, or got it by a hand-over
 * @param holderName that user's name to show
 * @param token of the grant that was meant; for a hand-over or take-over, of the new one
 * @param reason as the actor gave it, or what was tried
 */
public record AuditEntry(
        String id,
        Instant at,
        AuditAct act,
        AuditOutcome outcome,
        String actor,
        Optional<String> from,
        Optional<String> documentId,
        Optional<String> holder,
        Optional<String> holderName,
        OptionalLong token,
        Optional<String> reason) {

    /** What a user should find later, although no administrator did it: a new holder. */
    static Optional<AuditEntry> of(LockResult result, LockOwner actor) {
        return switch (result.outcome()) {
            case TAKEN_OVER -> result.lockInfo().map(it -> of(AuditAct.TAKE_OVER, actor, it));
            case TRANSFERRED -> result.lockInfo().map(it -> of(AuditAct.HAND_OVER, actor, it));
            default -> Optional.empty();
        };
    }

    private static AuditEntry of(AuditAct act, LockOwner actor, DocumentLock lock) {
        return of(act, AuditOutcome.DONE, actor.by().orElse(actor.userId()), Optional.empty())
                .with(AuditOutcome.DONE, lock);
    }

    static AuditEntry refusal(AuditAct act, String actor, String what) {
        return of(act, AuditOutcome.REFUSED, actor, Optional.of(what));
    }

    /** Differs from those of all other acts, of which a clearing may make a million. */
    private static String newId() {
        return Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), Character.MAX_RADIX);
    }

    /** A new act, of nobody's lock yet. */
    static AuditEntry of(
            AuditAct act, AuditOutcome outcome, String actor, Optional<String> reason) {
        return new AuditEntry(
                newId(),
                Instant.EPOCH,
                act,
                outcome,
                actor,
                CallOrigin.address(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                reason);
    }

    boolean concerns(String user) {
        return actor.equals(user) || holder.filter(user::equals).isPresent();
    }

    AuditEntry with(AuditOutcome known, DocumentLock lock) {
        return new AuditEntry(
                id,
                at,
                act,
                known,
                actor,
                from,
                Optional.of(lock.documentId()),
                Optional.of(lock.userId()),
                lock.username(),
                OptionalLong.of(lock.token()),
                reason);
    }

    AuditEntry with(AuditOutcome known) {
        return new AuditEntry(
                id, at, act, known, actor, from, documentId, holder, holderName, token, reason);
    }
}
