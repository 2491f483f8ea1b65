package org.doclock.events;

import java.util.ArrayList;
import java.util.List;

/** Writes down what a listener is told. */
final class Heard implements LockListener {

    private final List<String> signals = new ArrayList<>();
    private final List<LockEvent> events = new ArrayList<>();

    @Override
    public synchronized void live() {
        signals.add("live");
    }

    @Override
    public synchronized void notLive() {
        signals.add("not live");
    }

    @Override
    public synchronized void event(LockEvent event) {
        events.add(event);
    }

    synchronized List<String> signals() {
        return List.copyOf(signals);
    }

    synchronized List<LockEvent> events() {
        return List.copyOf(events);
    }

    synchronized List<LockEventType> types() {
        return events.stream().map(LockEvent::type).toList();
    }

    synchronized LockEvent last() {
        return events.get(events.size() - 1);
    }
}
