package org.doclock.admin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Grants that an administrator wants to end, as they were seen, and what became of each.
 * Thread-safe.
 *
 * @see ReleaseRun
 */
final class Release {

    private final String id;
    private final String administrator;
    private final List<GrantKey> grants;
    private final GrantState[] states;
    private final String[] holders;
    private boolean started;
    private boolean finished;

    /**
     * One that was not ended.
     *
     * @param holder who holds the document now, if somebody does and it is known
     */
    record Problem(String documentId, GrantState state, Optional<String> holder) {}

    Release(String id, String administrator, List<GrantKey> grants) {
        this.id = id;
        this.administrator = administrator;
        this.grants = List.copyOf(grants);
        states = new GrantState[grants.size()];
        Arrays.fill(states, GrantState.WAITING);
        holders = new String[grants.size()];
    }

    String id() {
        return id;
    }

    String administrator() {
        return administrator;
    }

    List<GrantKey> grants() {
        return grants;
    }

    /** Once only. */
    synchronized boolean start() {
        boolean first = !started;
        started = true;
        return first;
    }

    synchronized void finish() {
        finished = true;
    }

    synchronized boolean isFinished() {
        return finished;
    }

    synchronized boolean isRunning() {
        return started && !finished;
    }

    synchronized GrantState state(int index) {
        return states[index];
    }

    synchronized void set(int index, GrantState state) {
        states[index] = state;
    }

    synchronized void heldBy(int index, String holder) {
        states[index] = GrantState.CHANGED_HANDS;
        holders[index] = holder;
    }

    synchronized Map<GrantState, Integer> counts() {
        Map<GrantState, Integer> counts = new EnumMap<>(GrantState.class);
        for (GrantState state : states) {
            counts.merge(state, 1, Integer::sum);
        }
        return counts;
    }

    /** Those that were not ended by this, the first so many. */
    synchronized List<Problem> problems(int atMost) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < states.length && problems.size() < atMost; i++) {
            boolean fine =
                    states[i] == GrantState.WAITING
                            || states[i] == GrantState.DONE
                            || states[i] == GrantState.NOTICED;
            if (!fine) {
                problems.add(
                        new Problem(
                                grants.get(i).documentId(),
                                states[i],
                                Optional.ofNullable(holders[i])));
            }
        }
        return problems;
    }

    /** Those that stand as they did. */
    synchronized List<GrantKey> notDone() {
        List<GrantKey> left = new ArrayList<>();
        for (int i = 0; i < states.length; i++) {
            if (states[i] == GrantState.NOT_DONE) {
                left.add(grants.get(i));
            }
        }
        return left;
    }
}
