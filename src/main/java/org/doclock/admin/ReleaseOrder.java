package org.doclock.admin;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.doclock.locking.AuditAct;
import org.doclock.locking.AuditEntry;
import org.doclock.locking.AuditQuery;
import org.doclock.locking.LockResult;
import org.doclock.locking.LockingService;

/**
 * How grants are to be ended.
 *
 * @param administrator who wants it
 * @param address where the administrator is, for the audit trail
 * @param reason why, if the administrator said so
 * @param notice how long the holders still have to save
 */
record ReleaseOrder(
        String administrator, String address, Optional<String> reason, Duration notice) {

    private static final int ENTRIES_READ = 1000;

    /** Results in the order of the documents. */
    List<LockResult> end(LockingService locks, Map<String, Long> tokens) {
        return locks.forceReleaseLocks(tokens, administrator, reason, notice);
    }

    /** What the audit trail says of the administrator's last releases. */
    Map<GrantKey, GrantState> trail(LockingService locks) {
        Map<GrantKey, GrantState> states = new HashMap<>();
        AuditQuery query =
                new AuditQuery(
                        Optional.empty(),
                        Optional.of(administrator),
                        Optional.empty(),
                        ENTRIES_READ);
        for (AuditEntry entry : locks.getAuditTrail(query).entries()) {
            if (entry.act() == AuditAct.FORCE_RELEASE && entry.token().isPresent()) {
                states.putIfAbsent(
                        new GrantKey(entry.documentId().orElseThrow(), entry.token().getAsLong()),
                        state(entry));
            }
        }
        return states;
    }

    private GrantState state(AuditEntry entry) {
        return switch (entry.outcome()) {
            case DONE, NOTICE_GIVEN -> GrantState.DONE;
            case NOT_HELD -> GrantState.ENDED;
            case NOT_DONE, REFUSED -> GrantState.NOT_DONE;
            case ENDED_SINCE -> GrantState.ENDED_SINCE;
            case UNKNOWN -> GrantState.UNKNOWN;
        };
    }
}
