package org.doclock.locking;

import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Sends commands on one connection, and WAIT behind them, once a batch: on another connection it
 * would answer for other writes, and within a transaction it does not wait.
 */
record AcknowledgedSending(Acknowledgement wanted) {

    /**
     * @param replies of the commands, in their order
     * @param replicas how many replicas have what the commands wrote, by the end of the waiting
     */
    record Answer(List<Object> replies, long replicas) {}

    /**
     * @param asking whether the document's slot is just moving to that node of a cluster
     */
    Answer one(Connection connection, boolean asking, LockCommand command) {
        return withScripts(
                connection,
                List.of(command),
                pipeline -> {
                    if (asking) {
                        pipeline.sendCommand(new CommandArguments(Command.ASKING));
                    }
                    Response<Object> reply = command.on(pipeline);
                    return () -> List.of(reply.get());
                });
    }

    /** Each atomic by itself. */
    Answer all(Connection connection, List<LockCommand> commands) {
        return withScripts(
                connection,
                commands,
                pipeline -> {
                    List<Response<Object>> replies =
                            commands.stream().map(it -> it.on(pipeline)).toList();
                    return () -> replies.stream().map(Response::get).toList();
                });
    }

    /** All in one transaction. */
    Answer together(Connection connection, List<LockCommand> commands) {
        return withScripts(
                connection,
                commands,
                pipeline -> {
                    pipeline.sendCommand(new CommandArguments(Command.MULTI));
                    List<Response<Object>> queued =
                            commands.stream().map(it -> it.on(pipeline)).toList();
                    Response<Object> replies =
                            pipeline.sendCommand(new CommandArguments(Command.EXEC));
                    return () -> {
                        queued.forEach(Response::get);
                        return ((List<?>) replies.get())
                                .stream().map(AcknowledgedSending::reply).toList();
                    };
                });
    }

    private interface Batch {
        Replies on(Pipeline pipeline);
    }

    private interface Replies {
        List<Object> read();
    }

    /** What has run of a batch that met a Redis without its scripts reports the same again. */
    private Answer withScripts(Connection connection, List<LockCommand> commands, Batch batch) {
        try {
            return send(connection, batch);
        } catch (JedisNoScriptException sinceARestart) {
            try (Pipeline pipeline = new Pipeline(connection)) {
                commands.stream()
                        .map(LockCommand::script)
                        .distinct()
                        .forEach(it -> pipeline.sendCommand(Command.SCRIPT, "LOAD", it.source()));
            }
            return send(connection, batch);
        }
    }

    private Answer send(Connection connection, Batch batch) {
        try (Pipeline pipeline = new Pipeline(connection)) {
            Replies replies = batch.on(pipeline);
            Response<Long> replicas =
                    pipeline.waitReplicas(wanted.replicas(), wanted.timeout().toMillis());
            pipeline.sync();
            return new Answer(replies.read(), replicas.get());
        }
    }

    private static Object reply(Object raw) {
        if (raw instanceof JedisDataException e) {
            throw e;
        }
        return SafeEncoder.encodeObject(raw);
    }
}
