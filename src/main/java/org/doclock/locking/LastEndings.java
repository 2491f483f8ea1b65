package org.doclock.locking;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which attempt ended the last grant of each document that was ended: the fences tell. */
record LastEndings(Map<String, String> attempts) {

    static LastEndings of(
            Collection<String> documentIds, RedisConnections connections, Deadline deadline) {
        Map<String, String> attempts = new HashMap<>();
        for (String documentId : documentIds) {
            String key = LockKeys.of(documentId).get(1);
            String fence =
                    connections.call(
                            Optional.of(documentId), deadline, (redis, again) -> redis.get(key));
            if (fence != null) {
                // "<token> <ended-by> <digest>", see common.lua
                attempts.put(documentId, fence.split(" ", 3)[1]);
            }
        }
        return new LastEndings(attempts);
    }

    boolean by(String attempt, String documentId) {
        return attempt.equals(attempts.get(documentId));
    }
}
