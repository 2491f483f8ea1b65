package org.doclock.events;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Who is told, by document. Thread-safe; one that fails keeps no other from being told. */
final class Listeners {

    private static final Logger LOG = Logger.getLogger(Listeners.class.getName());

    private final Set<Place> all = ConcurrentHashMap.newKeySet();
    private final Set<Place> ofEveryDocument = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<Place>> ofDocument = new ConcurrentHashMap<>();

    /** One listener may have several places, so no record: each is itself. */
    private static final class Place {

        private final LockListener listener;

        Place(LockListener listener) {
            this.listener = listener;
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    Registration add(LockListener listener) {
        Place place = new Place(listener);
        all.add(place);
        ofEveryDocument.add(place);
        return () -> {
            all.remove(place);
            ofEveryDocument.remove(place);
        };
    }

    Registration add(Collection<String> documentIds, LockListener listener) {
        Place place = new Place(listener);
        all.add(place);
        Set<String> ids = Set.copyOf(documentIds);
        ids.forEach(
                id ->
                        ofDocument.compute(
                                id,
                                (same, places) -> {
                                    Set<Place> more =
                                            places == null ? ConcurrentHashMap.newKeySet() : places;
                                    more.add(place);
                                    return more;
                                }));
        return () -> {
            all.remove(place);
            ids.forEach(id -> ofDocument.computeIfPresent(id, (same, it) -> without(it, place)));
        };
    }

    /** None is left: the map forgets the document. */
    private static Set<Place> without(Set<Place> places, Place place) {
        places.remove(place);
        return places.isEmpty() ? null : places;
    }

    void tell(LockEvent event) {
        ofEveryDocument.forEach(it -> tell(it.listener, listener -> listener.event(event)));
        ofDocument
                .getOrDefault(event.documentId(), Set.of())
                .forEach(it -> tell(it.listener, listener -> listener.event(event)));
    }

    void tellAll(Consumer<LockListener> what) {
        all.forEach(it -> tell(it.listener, what));
    }

    static void tell(LockListener listener, Consumer<LockListener> what) {
        try {
            what.accept(listener);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A listener to lock events failed", e);
        }
    }
}
