package org.doclock.locking;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The requests to edit a document as they are read.
 *
 * @param requests HGETALL
 * @param end PEXPIRETIME, epoch ms
 * @param left PTTL, ms
 */
record RequestsReading(
        String documentId,
        Supplier<Map<String, String>> requests,
        Supplier<Long> end,
        Supplier<Long> left) {

    /** To be read once the pipeline has its answers. */
    static RequestsReading in(AbstractPipeline pipeline, String documentId) {
        String key = LockKeys.requests(documentId);
        return new RequestsReading(
                documentId, pipeline.hgetAll(key), pipeline.pexpireTime(key), pipeline.pttl(key));
    }

    /** To be read one after the other, wherever the key is. */
    static RequestsReading of(UnifiedJedis redis, String documentId) {
        String key = LockKeys.requests(documentId);
        return new RequestsReading(
                documentId,
                () -> redis.hgetAll(key),
                () -> redis.pexpireTime(key),
                () -> redis.pttl(key));
    }

    /** Those that have not ended, oldest first; empty if there are none. */
    Optional<List<LockRequest>> open() {
        long now = end.get() - Math.max(0, left.get());
        List<LockRequest> open =
                texts().entrySet().stream()
                        .flatMap(
                                it ->
                                        LockText.readRequest(
                                                documentId, it.getKey() + it.getValue(), now)
                                                .stream())
                        .sorted(Comparator.comparing(LockRequest::at))
                        .toList();
        return Optional.of(open).filter(it -> !it.isEmpty());
    }

    private Map<String, String> texts() {
        try {
            return requests.get();
        } catch (JedisDataException e) {
            if (e.getMessage().startsWith("WRONGTYPE")) {
                return Map.of();
            }
            throw e;
        }
    }
}
