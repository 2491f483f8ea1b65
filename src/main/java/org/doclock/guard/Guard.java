package org.doclock.guard;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.concurrent.ThreadLocalRandom;
import org.doclock.locking.AcquireOptions;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.DocumentLockedException;
import org.doclock.locking.LockNotHeldException;
import org.doclock.locking.LockOutcome;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockOwnerUnknownException;
import org.doclock.locking.LockResult;
import org.doclock.locking.LockSetResult;
import org.doclock.locking.LockingException;
import org.doclock.locking.LockingReference;
import org.doclock.locking.StoreUnavailableException;

/** Takes the locks of a guarded call, or refuses it. */
@ApplicationScoped
class Guard {

    private static final long SHORTEST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 150;

    @Inject private LockingReference locks;
    @Inject private CallerClaims claims;

    /**
     * One round trip to Redis for all documents of the call.
     *
     * @throws DocumentLockedException if somebody else holds one of them
     * @throws LockNotHeldException if the caller does not hold what the mode asks for
     * @throws LockOwnerUnknownException if nobody is known to call
     */
    GuardedCall begin(
            GuardedMethod method, Object[] arguments, Optional<Object> transactionAround) {
        SortedSet<String> documentIds = method.documentIds(arguments);
        LockClaim caller = caller(method, arguments);
        try {
            GuardedCall call =
                    new GuardedCall(
                            method, caller, documentIds, Optional.empty(), transactionAround);
            if (method.mode().acquires()) {
                acquire(call);
            } else {
                hold(call);
            }
            return call;
        } catch (StoreUnavailableException e) {
            if (method.onStoreFailure() == StoreFailure.REJECT) {
                throw e;
            }
            return new GuardedCall(method, caller, documentIds, Optional.of(e), transactionAround);
        }
    }

    /** A grant with a token above one that the database has seen, in place of the present one. */
    void acquireAbove(GuardedCall call, String documentId, long fence) {
        LockResult result =
                locks.get()
                        .acquireLock(
                                documentId,
                                call.claim().owner(),
                                options(call.method()).asNewGrant().above(fence));
        if (!result.success()) {
            throw Refusals.of(documentId, result, call.claim().owner());
        }
        call.granted(grant(result), false);
    }

    private LockClaim caller(GuardedMethod method, Object[] arguments) {
        Optional<LockClaim> around = Frame.Stack.claim().or(claims::current);
        return method.claim(arguments)
                .map(claim -> around.map(claim::and).orElse(claim))
                .or(() -> around)
                .orElseThrow(
                        () ->
                                new LockOwnerUnknownException(
                                        "Nobody is known to call "
                                                + method.name()
                                                + ": sign in; or, where there is no request, give it"
                                                + " a LockOwner, or call it through LockContext"));
    }

    private void acquire(GuardedCall call) {
        Duration waitFor = call.method().waitFor();
        long end = System.nanoTime() + waitFor.toNanos();
        LockSetResult result = tryToAcquire(call);
        while (!result.success() && end - System.nanoTime() > 0 && pause()) {
            result = tryToAcquire(call);
        }
        if (!result.success()) {
            LockResult refusal = result.refusal().orElseThrow();
            throw new DocumentLockedException(
                    refusal.lockInfo().orElseThrow(), call.claim().owner());
        }
        result.grants().forEach(it -> call.granted(grant(it), it.outcome() != LockOutcome.RENEWED));
    }

    private LockSetResult tryToAcquire(GuardedCall call) {
        return locks.get()
                .acquireLocks(call.documentIds(), call.claim().owner(), options(call.method()));
    }

    private static AcquireOptions options(GuardedMethod method) {
        AcquireOptions options = AcquireOptions.defaults().inExactSession();
        return method.ttl().map(options::ttl).orElse(options);
    }

    /** Jittered, so that callers who wait for one document do not ask in step. */
    private static boolean pause() {
        try {
            Thread.sleep(
                    ThreadLocalRandom.current()
                            .nextLong(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void hold(GuardedCall call) {
        LockClaim caller = call.claim();
        List<String> documentIds = List.copyOf(call.documentIds());
        Map<String, Long> tokens = new HashMap<>();
        for (String documentId : documentIds) {
            OptionalLong token = caller.token(documentId);
            if (token.isEmpty()) {
                throw notShown(documentId, call);
            }
            tokens.put(documentId, token.getAsLong());
        }
        List<LockResult> results =
                locks.get().holdLocks(tokens, caller.owner(), call.method().ttl());
        for (int i = 0; i < results.size(); i++) {
            if (!results.get(i).success()) {
                throw Refusals.of(documentIds.get(i), results.get(i), caller.owner());
            }
            call.granted(grant(results.get(i)), false);
        }
    }

    /** Who holds it is more useful to know than that a token is missing. */
    private LockingException notShown(String documentId, GuardedCall call) {
        LockOwner caller = call.claim().owner();
        return locks.get()
                .getLockInfo(documentId)
                .filter(lock -> !lock.isHeldBy(caller))
                .<LockingException>map(lock -> new DocumentLockedException(lock, caller))
                .orElseGet(
                        () ->
                                new LockNotHeldException(
                                        documentId,
                                        "Show the token of your lock on "
                                                + documentId
                                                + ", over HTTP in the header "
                                                + CallerClaims.TOKEN_HEADER));
    }

    private static DocumentLock grant(LockResult result) {
        return result.lockInfo().orElseThrow();
    }
}
