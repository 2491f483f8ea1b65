package org.doclock.locking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
final class RedisLocks {

    private final RedisConnections connections;
    private final AcknowledgedLocks acknowledged;
    private final StoreMeter meter;

    RedisLocks(RedisConnections connections, Acknowledgement wanted, StoreMeter meter) {
        this.connections = connections;
        this.meter = meter;
        acknowledged = new AcknowledgedLocks(connections, wanted);
    }

    /** One round trip, atomic. */
    LockResult run(LockCommand command, Deadline deadline) {
        return meter.command(
                command,
                () ->
                        acknowledged.areAskedFor(command)
                                ? acknowledged.run(command, deadline)
                                : run(command, deadline, false));
    }

    /** Many commands in one round trip, each atomic by itself; results in the same order. */
    List<LockResult> runAll(List<LockCommand> commands, Deadline deadline) {
        if (commands.size() == 1) {
            return List.of(run(commands.get(0), deadline));
        }
        if (commands.stream().anyMatch(acknowledged::areAskedFor)) {
            return connections.isCluster()
                    ? commands.stream().map(it -> run(it, deadline)).toList()
                    : meter.commands(commands, () -> acknowledged.runAll(commands, deadline));
        }
        return meter.commands(commands, () -> sendAll(commands, deadline));
    }

    private List<LockResult> sendAll(List<LockCommand> commands, Deadline deadline) {
        List<Sent> all =
                connections.call(
                        Optional.empty(),
                        deadline,
                        (redis, again) -> {
                            List<Response<Object>> replies = pipelined(redis, commands);
                            List<Sent> sent = new ArrayList<>(commands.size());
                            for (int i = 0; i < commands.size(); i++) {
                                sent.add(sent(commands.get(i), replies.get(i), again));
                            }
                            return sent;
                        });
        return all.stream()
                .map(it -> it.result().orElseGet(() -> run(it.command(), deadline, it.before())))
                .toList();
    }

    /**
     * A command of a batch.
     *
     * @param result empty if it has to be sent by itself
     * @param before whether it may have been done before that
     */
    private record Sent(LockCommand command, Optional<LockResult> result, boolean before) {}

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
        if (commands.stream().anyMatch(acknowledged::areAskedFor)) {
            meter.commands(commands, () -> acknowledged.runTogether(commands, deadline))
                    .forEach(results);
            return;
        }
        meter.commands(commands, () -> sendTogether(commands, deadline)).forEach(results);
    }

    private List<LockResult> sendTogether(List<LockCommand> commands, Deadline deadline) {
        return connections.call(
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
                });
    }

    boolean exists(String documentId, Deadline deadline) {
        String key = LockKeys.lock(documentId);
        return meter.reading(
                () ->
                        connections.ask(
                                documentId,
                                deadline,
                                (pipeline, again) -> pipeline.exists(key),
                                (redis, again) -> redis.exists(key)));
    }

    /** Of those documents that have it, in one round trip. */
    <T> Map<String, T> read(ReadOfMany<T> what, Collection<String> documentIds, Deadline deadline) {
        if (documentIds.isEmpty()) {
            return Map.of();
        }
        RedisConnections.Work<Map<String, T>> alone =
                (redis, again) -> what.from(redis, documentIds);
        return meter.reading(
                () ->
                        documentIds.size() > 1
                                ? connections.call(Optional.empty(), deadline, alone)
                                : readOne(what, documentIds.iterator().next(), deadline, alone));
    }

    private <T> Map<String, T> readOne(
            ReadOfMany<T> what,
            String documentId,
            Deadline deadline,
            RedisConnections.Work<Map<String, T>> alone) {
        return connections.ask(
                documentId,
                deadline,
                (pipeline, again) -> {
                    Supplier<Optional<T>> found = what.pipelined().apply(pipeline, documentId);
                    return () -> found.get().map(it -> Map.of(documentId, it)).orElseGet(Map::of);
                },
                alone);
    }

    /** See {@link LockScan}. */
    void scan(Deadline deadline, Consumer<Collection<DocumentLock>> pages) {
        new LockScan(connections, this, meter).run(deadline, pages);
    }

    /** A connection of its own, on which messages are waited for. */
    LockChannel channel(Deadline deadline) {
        return new LockChannel(connections.connect(deadline));
    }

    private LockResult run(LockCommand command, Deadline deadline, boolean sentBefore) {
        return connections.ask(
                command.documentId(),
                deadline,
                (pipeline, again) -> {
                    Response<Object> reply = command.on(pipeline);
                    return () -> result(command, reply.get(), again || sentBefore);
                },
                (redis, again) -> result(command, command.on(redis), again || sentBefore));
    }

    private static LockResult result(LockCommand command, Object reply, boolean before) {
        return LockReply.checkNotLost(command, LockReply.of(command, reply), before);
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
    private static Sent sent(LockCommand command, Response<Object> reply, boolean again) {
        try {
            return new Sent(command, Optional.of(LockReply.of(command, reply.get())), again);
        } catch (JedisDataException e) {
            if (!LockReply.isElsewhere(e)) {
                throw e;
            }
            return new Sent(command, Optional.empty(), again);
        } catch (IllegalStateException connectionToOneNodeLost) {
            return new Sent(command, Optional.empty(), true);
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
