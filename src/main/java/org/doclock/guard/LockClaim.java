package org.doclock.guard;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockOwner;

/**
 * Who calls a guarded method, and which grants they say they hold. Immutable: it can be kept, and
 * carried to another thread.
 *
 * @param owner who calls
 * @param tokens the fencing token of each grant, by document id
 */
public record LockClaim(LockOwner owner, Map<String, Long> tokens) {

    public LockClaim {
        Objects.requireNonNull(owner, "owner");
        tokens = Map.copyOf(tokens);
    }

    /** Somebody who shows no grant: enough to begin, not to go on. */
    public static LockClaim of(LockOwner owner) {
        return new LockClaim(owner, Map.of());
    }

    /** The holder of a grant. */
    public static LockClaim of(DocumentLock grant) {
        return of(new LockOwner(grant.userId(), grant.username(), grant.sessionId(), grant.by()))
                .with(grant);
    }

    /** The same owner, who shows this grant too. */
    public LockClaim with(DocumentLock grant) {
        return with(grant.documentId(), grant.token());
    }

    /** The same owner, who shows this grant too. */
    public LockClaim with(String documentId, long token) {
        Map<String, Long> more = new HashMap<>(tokens);
        more.put(documentId, token);
        return new LockClaim(owner, more);
    }

    /** Adds the grants of another claim, if it is the same owner's: user and session exactly. */
    LockClaim and(LockClaim other) {
        if (!isSameOwner(other)) {
            return this;
        }
        Map<String, Long> all = new HashMap<>(other.tokens);
        all.putAll(tokens);
        return new LockClaim(owner, all);
    }

    private boolean isSameOwner(LockClaim other) {
        return owner.userId().equals(other.owner.userId())
                && owner.sessionId().equals(other.owner.sessionId());
    }

    OptionalLong token(String documentId) {
        Long token = tokens.get(documentId);
        return token == null ? OptionalLong.empty() : OptionalLong.of(token);
    }
}
