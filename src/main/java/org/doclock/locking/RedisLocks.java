package org.doclock.locking;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.PipeliningBase;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * The locks in Redis: runs the scripts and reads the keys. Thread-safe; every method throws {@link
 * StoreUnavailableException} if Redis does not answer by the deadline.
 */
final class RedisLocks implements AutoCloseable {

    private static final int KEYS_A_PAGE = 1000;

    private final RedisConnections connections;

    RedisLocks(RedisSettings settings) {
        connections = new RedisConnections(settings);
    }

    /** One round trip, atomic. */
    LockResult run(LockCommand command, Deadline deadline) {
        return connections.call(
                Optional.of(command.documentId()),
                deadline,
                (redis, again) -> {
                    LockResult result = LockReply.of(command, evaluate(redis, command));
                    // "Not yours" may be the work of the first try, whose answer was lost.
                    if (again && command.script().givesUpTheLock() && LockReply.refuses(result)) {
                        throw new StoreUnavailableException(
                                Optional.of(command.documentId()),
                                "The lock store's answer was lost: look at the lock again",
                                null);
                    }
                    return result;
                });
    }

    /** Many commands in one round trip, each atomic by itself; results in the same order. */
    List<LockResult> runAll(List<LockCommand> commands, Deadline deadline) {
        if (commands.size() == 1) {
            return List.of(run(commands.get(0), deadline));
        }
        return connections.call(
                Optional.empty(),
                deadline,
                (redis, again) -> {
                    try (Pipeline pipeline = redis.pipelined()) {
                        List<Response<Object>> replies =
                                commands.stream().map(it -> evaluate(pipeline, it)).toList();
                        pipeline.sync();
                        return LockReply.of(commands, replies);
                    } catch (JedisNoScriptException sinceARestart) {
                        return commands.stream().map(it -> run(it, deadline)).toList();
                    }
                });
    }

    /** Many commands in one transaction of Redis: nobody else's come in between. */
    List<LockResult> runTogether(List<LockCommand> commands, Deadline deadline) {
        if (commands.size() == 1) {
            return List.of(run(commands.get(0), deadline));
        }
        return connections.call(
                Optional.empty(),
                deadline,
                (redis, again) -> {
                    try {
                        return transaction(redis, commands);
                    } catch (JedisNoScriptException sinceARestart) {
                        // The scripts that ran have an attempt id, and report the same again.
                        redis.scriptLoad(commands.get(0).script().source());
                        return transaction(redis, commands);
                    }
                });
    }

    boolean exists(String documentId, Deadline deadline) {
        String key = LockKeys.lock(documentId);
        return connections.call(
                Optional.of(documentId), deadline, (redis, again) -> redis.exists(key));
    }

    /** The locks of those documents that have one, in one round trip. */
    Map<String, DocumentLock> read(Collection<String> documentIds, Deadline deadline) {
        if (documentIds.isEmpty()) {
            return Map.of();
        }
        return connections.call(
                Optional.empty(), deadline, (redis, again) -> pipelinedRead(redis, documentIds));
    }

    /**
     * Every document that has a lock, page by page, by SCAN: not as of one moment, in no order, and
     * a document may come twice.
     */
    void scan(Deadline deadline, Consumer<List<String>> pages) {
        ScanParams params = new ScanParams().match(LockKeys.ALL_LOCKS).count(KEYS_A_PAGE);
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            String from = cursor;
            ScanResult<String> page =
                    connections.call(
                            Optional.empty(), deadline, (redis, again) -> redis.scan(from, params));
            pages.accept(
                    page.getResult().stream()
                            .map(LockKeys::documentId)
                            .flatMap(Optional::stream)
                            .toList());
            cursor = page.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    }

    @Override
    public void close() {
        connections.close();
    }

    private static Object evaluate(RedisClient redis, LockCommand command) {
        List<String> keys = LockKeys.of(command.documentId());
        try {
            return redis.evalsha(command.script().sha1(), keys, command.arguments());
        } catch (JedisNoScriptException sinceARestart) {
            return redis.eval(command.script().source(), keys, command.arguments());
        }
    }

    private static List<LockResult> transaction(RedisClient redis, List<LockCommand> commands) {
        try (AbstractTransaction transaction = redis.multi()) {
            List<Response<Object>> replies =
                    commands.stream().map(it -> evaluate(transaction, it)).toList();
            transaction.exec();
            return LockReply.of(commands, replies);
        }
    }

    private static Response<Object> evaluate(PipeliningBase pipeline, LockCommand command) {
        return pipeline.evalsha(
                command.script().sha1(), LockKeys.of(command.documentId()), command.arguments());
    }

    private static Map<String, DocumentLock> pipelinedRead(
            RedisClient redis, Collection<String> documentIds) {
        Map<String, Response<String>> texts = new HashMap<>();
        Map<String, Response<Long>> ends = new HashMap<>();
        Response<List<String>> time;
        try (Pipeline pipeline = redis.pipelined()) {
            time = pipeline.time();
            for (String documentId : documentIds) {
                String key = LockKeys.lock(documentId);
                texts.put(documentId, pipeline.get(key));
                ends.put(documentId, pipeline.pexpireTime(key));
            }
        }
        return LockReply.locks(texts, ends, time.get());
    }
}
