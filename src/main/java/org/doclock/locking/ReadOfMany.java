package org.doclock.locking;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What is read of many documents in one round trip.
 *
 * @param pipelined asks for a document's in a pipeline
 * @param alone asks for it again, wherever its key is by now
 */
record ReadOfMany<T>(
        BiFunction<AbstractPipeline, String, Supplier<Optional<T>>> pipelined,
        BiFunction<UnifiedJedis, String, Supplier<Optional<T>>> alone) {

    static final ReadOfMany<DocumentLock> LOCKS =
            new ReadOfMany<>(
                    (pipeline, documentId) -> LockReading.in(pipeline, documentId)::lock,
                    (redis, documentId) -> LockReading.of(redis, documentId)::lock);

    static final ReadOfMany<List<LockRequest>> REQUESTS =
            new ReadOfMany<>(
                    (pipeline, documentId) -> RequestsReading.in(pipeline, documentId)::open,
                    (redis, documentId) -> RequestsReading.of(redis, documentId)::open);

    /** By document id; documents of which there is nothing are not in it. */
    Map<String, T> from(UnifiedJedis redis, Collection<String> documentIds) {
        List<Supplier<Optional<T>>> readings;
        try (AbstractPipeline pipeline = redis.pipelined()) {
            readings = documentIds.stream().map(it -> pipelined.apply(pipeline, it)).toList();
            pipeline.sync();
        }
        Map<String, T> found = new HashMap<>();
        Iterator<String> ids = documentIds.iterator();
        for (Supplier<Optional<T>> reading : readings) {
            String documentId = ids.next();
            take(redis, documentId, reading).ifPresent(it -> found.put(documentId, it));
        }
        return found;
    }

    private Optional<T> take(UnifiedJedis redis, String documentId, Supplier<Optional<T>> reading) {
        try {
            return reading.get();
        } catch (JedisDataException e) {
            if (!LockReply.isElsewhere(e)) {
                throw e;
            }
        } catch (IllegalStateException connectionToOneNodeLost) {
            // Reading again does no harm.
        }
        return alone.apply(redis, documentId).get();
    }
}
