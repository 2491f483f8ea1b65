package org.doclock.guard;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import org.doclock.locking.DocumentBusyException;
import org.doclock.locking.LockNotHeldException;

/**
 * Makes a guarded call part of the transaction it runs in: raises the fences of its documents
 * before anything is read, looks at the locks of those without a fence once more before the commit,
 * and ends the call after the transaction.
 */
@ApplicationScoped
class GuardedTransactions {

    private static final Logger LOG = Logger.getLogger(GuardedTransactions.class.getName());

    @Inject private Guard guard;
    @Inject private HeldGrants heldGrants;
    @Inject private Fences fences;
    @Inject private StoreFailures storeFailures;

    private final Set<GuardedMethod> toldOfNoTransaction = ConcurrentHashMap.newKeySet();

    /** What one transaction has announced: the token of each document. */
    private record Announced(Map<String, Long> tokens) {}

    /**
     * Joins the open transaction, if there is one.
     *
     * @return what is to be looked at when the method has ended; empty if there is no transaction
     * @throws LockNotHeldException if the database has seen a newer grant
     */
    Optional<Participation> join(GuardedCall call) {
        Optional<Object> key = TransactionRegistry.key();
        if (key.isEmpty()) {
            call.withoutStore()
                    .ifPresent(
                            unavailable -> {
                                // Nothing that the database could check would be in force.
                                throw unavailable;
                            });
            return Optional.empty();
        }
        return Optional.of(join(call, call.began(key.get())));
    }

    /** Joins a transaction that the method has begun by itself. */
    boolean joinBegun(GuardedCall call) {
        boolean open = TransactionRegistry.key().isPresent();
        if (open) {
            join(call, false);
        }
        return open;
    }

    /**
     * Says once where a fence could not be raised: the method began no transaction of the guard's.
     */
    void methodEnded(GuardedCall call) {
        boolean hasFence = call.documentIds().stream().anyMatch(it -> fences.of(it).isPresent());
        if (!call.hasJoined() && hasFence && toldOfNoTransaction.add(call.method())) {
            LOG.warning(
                    () ->
                            call.method().name()
                                    + " was guarded by its lock, but not by the fence of its"
                                    + " document: make it @Transactional, or call"
                                    + " LockContext.joinTransaction() in its transaction");
        }
    }

    private Participation join(GuardedCall call, boolean first) {
        Participation participation = new Participation(call, heldGrants, !first);
        TransactionRegistry.register(participation);
        call.transactionOpened(first);
        if (!TransactionRegistry.isMarkedForRollback()) {
            call.documentIds()
                    .forEach(
                            documentId -> {
                                if (!isFenced(call, documentId, first)) {
                                    participation.addUnfenced(documentId);
                                }
                            });
        }
        return participation;
    }

    private boolean isFenced(GuardedCall call, String documentId, boolean first) {
        Optional<DocumentFence> fence = fences.of(documentId);
        if (call.withoutStore().isPresent()) {
            storeFailures.proceed(call, documentId, fence, first);
            return true;
        }
        return fence.isPresent() && announce(call, fence.get(), documentId, first);
    }

    private boolean announce(
            GuardedCall call, DocumentFence fence, String documentId, boolean first) {
        long token = call.grant(documentId).orElseThrow().token();
        if (announced().getOrDefault(documentId, -1L) == token) {
            // Its row is ours until the end of the transaction.
            return true;
        }
        DocumentFence.Answer answer = fence.announce(documentId, token, first);
        if (answer == DocumentFence.Answer.NEWER && call.method().mode().acquires()) {
            // A clock was set back, or Redis forgot: the database is the floor.
            guard.acquireAbove(call, documentId, fence.read(documentId).orElse(token));
            token = call.grant(documentId).orElseThrow().token();
            answer = fence.announce(documentId, token, first);
        }
        return switch (answer) {
            case PASSED -> {
                announced().put(documentId, token);
                yield true;
            }
            case ABSENT -> false;
            case NEWER -> throw Refusals.lost(documentId);
            case OLDER -> throw new DocumentBusyException(documentId, null);
        };
    }

    private static Map<String, Long> announced() {
        return TransactionRegistry.resource(Announced.class)
                .orElseGet(
                        () -> {
                            Announced none = new Announced(new HashMap<>());
                            TransactionRegistry.putResource(Announced.class, none);
                            return none;
                        })
                .tokens();
    }
}
