package org.doclock.rest;

import java.util.Set;
import org.doclock.events.LockEvent;
import org.doclock.events.LockEventType;

/**
 * Which events somebody is shown.
 *
 * @param documentIds those asked for; none: all
 */
record EventFilter(Set<String> documentIds, Caller viewer) {

    boolean isOfAll() {
        return documentIds.isEmpty();
    }

    boolean shows(LockEvent event) {
        boolean named = isOfAll() || documentIds.contains(event.documentId());
        return named && (event.type() != LockEventType.REQUESTED || isParty(event));
    }

    /** A request is between the holder and whoever asks. */
    private boolean isParty(LockEvent event) {
        return event.lock().filter(viewer::holds).isPresent()
                || event.request().filter(it -> viewer.isSameOwner(it.asker())).isPresent();
    }
}
