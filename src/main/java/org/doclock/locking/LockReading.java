package org.doclock.locking;

import java.util.Optional;
import java.util.function.Supplier;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A lock as it is read, by plain commands on its key alone: each master of a cluster has a clock of
 * its own, and the key's is the one that counts.
 *
 * @param text GET
 * @param end PEXPIRETIME, epoch ms
 * @param left PTTL, ms
 */
record LockReading(
        String documentId, Supplier<String> text, Supplier<Long> end, Supplier<Long> left) {

    /** PEXPIRETIME of a key that is not there. */
    private static final long NO_KEY = -2;

    /** What a key of another type reads as. */
    static final String NO_TEXT = "";

    /** To be read once the pipeline has its answers. */
    static LockReading in(AbstractPipeline pipeline, String documentId) {
        String key = LockKeys.lock(documentId);
        return new LockReading(
                documentId, pipeline.get(key), pipeline.pexpireTime(key), pipeline.pttl(key));
    }

    /** To be read one after the other, wherever the key is. */
    static LockReading of(UnifiedJedis redis, String documentId) {
        String key = LockKeys.lock(documentId);
        return new LockReading(
                documentId,
                () -> redis.get(key),
                () -> redis.pexpireTime(key),
                () -> redis.pttl(key));
    }

    /** Empty if the document is free. */
    Optional<DocumentLock> lock() {
        Optional<String> found = textOrWhatStandsInTheWay();
        long expiresAt = end.get();
        return lock(documentId, found, expiresAt, expiresAt - Math.max(0, left.get()));
    }

    /**
     * A lock may end or change between the commands; one that is gone by the second counts as free.
     *
     * @param text empty if there was none
     * @param expiresAt as PEXPIRETIME said, epoch ms
     * @param now by the same clock
     */
    static Optional<DocumentLock> lock(
            String documentId, Optional<String> text, long expiresAt, long now) {
        return text.filter(it -> expiresAt != NO_KEY)
                .map(it -> LockText.read(documentId, it, expiresAt, now));
    }

    /** A key of another type holds no text, but stands in the way all the same. */
    private Optional<String> textOrWhatStandsInTheWay() {
        try {
            return Optional.ofNullable(text.get());
        } catch (JedisDataException e) {
            if (isOfAnotherType(e)) {
                return Optional.of(NO_TEXT);
            }
            throw e;
        }
    }

    static boolean isOfAnotherType(JedisDataException e) {
        return e.getMessage().startsWith("WRONGTYPE");
    }
}
