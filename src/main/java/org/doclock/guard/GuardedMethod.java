package org.doclock.guard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.InvalidLockRequestException;
import org.doclock.locking.LockOwner;

/**
 * What the annotations of a guarded method say, read once at deployment.
 *
 * @param name class, method and parameter types, for messages
 * @param ttl how long the lock lasts from the call; empty for the default
 * @param waitFor how long to wait for somebody else's lock
 * @param owner who the method acts as, if its annotation says so
 * @param documents where its arguments name the documents
 * @param ownerArguments which arguments say who calls: a {@code LockOwner} or a {@code
 *     DocumentLock}
 */
record GuardedMethod(
        String name,
        LockMode mode,
        Optional<Duration> ttl,
        Duration waitFor,
        StoreFailure onStoreFailure,
        Optional<LockOwner> owner,
        List<DocumentArgument> documents,
        List<Integer> ownerArguments) {

    GuardedMethod {
        documents = List.copyOf(documents);
        ownerArguments = List.copyOf(ownerArguments);
    }

    /** Sorted, so that every call takes them in the same order, and each once. */
    SortedSet<String> documentIds(Object[] arguments) {
        SortedSet<String> ids = new TreeSet<>();
        documents.forEach(document -> ids.addAll(document.ids(arguments)));
        if (ids.isEmpty()) {
            throw new InvalidLockRequestException("No document is named: give at least one");
        }
        return ids;
    }

    /** Who calls, as the arguments say; the tokens of grants among them are shown. */
    Optional<LockClaim> claim(Object[] arguments) {
        List<LockClaim> claims = new ArrayList<>();
        for (int index : ownerArguments) {
            if (arguments[index] instanceof DocumentLock grant) {
                claims.add(LockClaim.of(grant));
            } else if (arguments[index] instanceof LockOwner who) {
                claims.add(LockClaim.of(who));
            } else {
                throw new InvalidLockRequestException(
                        "The argument that says who calls must not be null");
            }
        }
        return claims.stream().reduce(LockClaim::and).or(() -> owner.map(LockClaim::of));
    }
}
