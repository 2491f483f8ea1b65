package org.doclock.locking;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The answer to acquiring several documents at once: all of them, or none and who stood in the way.
 *
 * @param grants one result a document, sorted by document id; empty if refused
 * @param refusal the first document that was refused, with its holder; what this call newly granted
 *     (taken over and adopted ones included) is given back, what it only renewed stays
 */
public record LockSetResult(List<LockResult> grants, Optional<LockResult> refusal) {

    public LockSetResult {
        grants = List.copyOf(grants);
        Objects.requireNonNull(refusal, "refusal");
    }

    public boolean success() {
        return refusal.isEmpty();
    }
}
