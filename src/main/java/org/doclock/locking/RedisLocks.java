package org.doclock.locking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * The locks in Redis: runs the scripts and reads the keys. Thread-safe; every method throws {@link
 * StoreUnavailableException} if Redis does not answer by the deadline.
 */
final class RedisLocks implements AutoCloseable {

    private final RedisConnections connections;

    RedisLocks(RedisSettings settings) {
        connections = new RedisConnections(settings);
    }

    /** One round trip, atomic. */
    LockResult run(LockCommand command, Deadline deadline) {
        return run(command, deadline, false);
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
                    List<Response<Object>> replies = pipelined(redis, commands);
                    List<LockResult> results = new ArrayList<>(commands.size());
                    for (int i = 0; i < commands.size(); i++) {
                        results.add(result(commands.get(i), replies.get(i), again, deadline));
                    }
                    return results;
                });
    }

    /**
     * Many commands in one transaction of Redis: nobody else's come in between. A cluster has no
     * such transaction across its nodes: there, one after the other, as far as they succeed.
     *
     * @param results gets each as soon as it is known
     */
    void runTogether(List<LockCommand> commands, Deadline deadline, Consumer<LockResult> results) {
        if (connections.isCluster() || commands.size() == 1) {
            boolean goOn = true;
            for (int i = 0; i < commands.size() && goOn; i++) {
                LockResult result = run(commands.get(i), deadline);
                results.accept(result);
                goOn = result.success();
            }
            return;
        }
        connections
                .call(
                        Optional.empty(),
                        deadline,
                        (redis, again) -> {
                            try {
                                return transaction(redis, commands);
                            } catch (JedisNoScriptException sinceARestart) {
                                // The scripts that ran have an attempt id, and report the same
                                // again.
                                redis.scriptLoad(commands.get(0).script().source());
                                return transaction(redis, commands);
                            }
                        })
                .forEach(results);
    }

    boolean exists(String documentId, Deadline deadline) {
        String key = LockKeys.lock(documentId);
        return connections.call(
                Optional.of(documentId), deadline, (redis, again) -> redis.exists(key));
    }

    /** Of those documents that have it, in one round trip. */
    <T> Map<String, T> read(ReadOfMany<T> what, Collection<String> documentIds, Deadline deadline) {
        if (documentIds.isEmpty()) {
            return Map.of();
        }
        return connections.call(
                Optional.empty(), deadline, (redis, again) -> what.from(redis, documentIds));
    }

    /** See {@link LockScan}. */
    void scan(Deadline deadline, Consumer<List<String>> pages) {
        new LockScan(connections).run(deadline, pages);
    }

    /** A connection of its own, on which messages are waited for. */
    LockChannel channel(Deadline deadline) {
        return new LockChannel(connections.connect(deadline));
    }

    @Override
    public void close() {
        connections.close();
    }

    /** Sent before: "not yours" may be the work of the first sending, whose answer was lost. */
    private LockResult run(LockCommand command, Deadline deadline, boolean sentBefore) {
        return connections.call(
                Optional.of(command.documentId()),
                deadline,
                (redis, again) -> {
                    LockResult result = LockReply.of(command, command.on(redis));
                    if ((again || sentBefore)
                            && command.script().givesUpTheLock()
                            && LockReply.refuses(result)) {
                        throw new StoreUnavailableException(
                                Optional.of(command.documentId()),
                                "The lock store's answer was lost: look at the lock again",
                                null);
                    }
                    return result;
                });
    }

    private static List<Response<Object>> pipelined(
            UnifiedJedis redis, List<LockCommand> commands) {
        try (AbstractPipeline pipeline = redis.pipelined()) {
            List<Response<Object>> replies = commands.stream().map(it -> it.on(pipeline)).toList();
            pipeline.sync();
            return replies;
        }
    }

    /** A pipeline loads no script and follows no slot: what it did not do is done by itself. */
    private LockResult result(
            LockCommand command, Response<Object> reply, boolean again, Deadline deadline) {
        try {
            return LockReply.of(command, reply.get());
        } catch (JedisDataException e) {
            if (!LockReply.isElsewhere(e)) {
                throw e;
            }
            return run(command, deadline, again);
        } catch (IllegalStateException connectionToOneNodeLost) {
            return run(command, deadline, true);
        }
    }

    private static List<LockResult> transaction(UnifiedJedis redis, List<LockCommand> commands) {
        try (AbstractTransaction transaction = redis.multi()) {
            List<Response<Object>> replies =
                    commands.stream().map(it -> it.on(transaction)).toList();
            transaction.exec();
            return LockReply.of(commands, replies);
        }
    }
}
