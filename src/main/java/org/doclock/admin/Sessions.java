package org.doclock.admin;

import java.util.HashMap;
import java.util.Map;
import org.doclock.locking.DocumentLock;

/** In how many editing sessions each user holds locks. Not thread-safe. */
final class Sessions {

    /** By user: how many locks each session holds; one without a name counts as one session. */
    private final Map<String, Map<String, Integer>> locks = new HashMap<>();

    void add(DocumentLock lock) {
        locks.computeIfAbsent(lock.userId(), user -> new HashMap<>(2))
                .merge(lock.sessionId().orElse(""), 1, Integer::sum);
    }

    void remove(DocumentLock lock) {
        locks.computeIfPresent(
                lock.userId(),
                (user, sessions) -> {
                    sessions.computeIfPresent(
                            lock.sessionId().orElse(""), (id, n) -> n == 1 ? null : n - 1);
                    return sessions.isEmpty() ? null : sessions;
                });
    }

    int of(String userId) {
        return locks.getOrDefault(userId, Map.of()).size();
    }
}
