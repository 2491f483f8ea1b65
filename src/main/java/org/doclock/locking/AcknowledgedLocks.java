package org.doclock.locking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.doclock.locking.AcknowledgedSending.Answer;
import redis.clients.jedis.Response;

/**
 * Runs the commands that make or prolong grants where these count only once replicas have them. One
 * that they do not have in time is an error: a new grant is taken back, a prolonged one stays as it
 * is, since its holder may be at work.
 */
record AcknowledgedLocks(RedisConnections connections, Acknowledgement wanted) {

    private static final Logger LOG = Logger.getLogger(AcknowledgedLocks.class.getName());

    boolean areAskedFor(LockCommand command) {
        return wanted.isAsked() && command.script().grants();
    }

    LockResult run(LockCommand command, Deadline deadline) {
        Answer answer =
                connections.askWaiting(
                        command.documentId(),
                        deadline,
                        (pipeline, again) -> {
                            Response<Object> reply = command.on(pipeline);
                            Response<Long> replicas = pipeline.waitFor(wanted);
                            return () ->
                                    notLost(
                                            command,
                                            new Answer(List.of(reply.get()), replicas.get()),
                                            again);
                        },
                        (connection, asking, again) ->
                                notLost(
                                        command,
                                        sending().one(connection, asking, command),
                                        again));
        return insist(List.of(command), answer, deadline).get(0);
    }

    private static Answer notLost(LockCommand command, Answer answer, boolean again) {
        LockReply.checkNotLost(command, result(command, answer, 0), again);
        return answer;
    }

    /** Each atomic by itself; where there is no cluster. */
    List<LockResult> runAll(List<LockCommand> commands, Deadline deadline) {
        Answer answer =
                connections.onConnection(
                        Optional.empty(),
                        deadline,
                        (connection, asking, again) -> sending().all(connection, commands));
        return insist(commands, answer, deadline);
    }

    /** All in one transaction; where there is no cluster. */
    List<LockResult> runTogether(List<LockCommand> commands, Deadline deadline) {
        Answer answer =
                connections.onConnection(
                        Optional.empty(),
                        deadline,
                        (connection, asking, again) -> sending().together(connection, commands));
        return insist(commands, answer, deadline);
    }

    private AcknowledgedSending sending() {
        return new AcknowledgedSending(wanted);
    }

    private List<LockResult> insist(List<LockCommand> commands, Answer answer, Deadline deadline) {
        List<LockResult> results = new ArrayList<>(commands.size());
        List<LockCommand> back = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            results.add(result(commands.get(i), answer, i));
            if (results.get(i).outcome().isNewGrant()) {
                back.add(takingBack(commands.get(i), answer.replies().get(i)));
            }
        }
        if (answer.replicas() >= wanted.replicas()
                || results.stream().noneMatch(AcknowledgedLocks::isGrant)) {
            return results;
        }
        back.forEach(it -> takeBack(it, deadline));
        throw new StoreUnavailableException(
                commands.size() == 1 ? Optional.of(commands.get(0).documentId()) : Optional.empty(),
                "The lock was not acknowledged by enough replicas: try again in a moment",
                null);
    }

    private static boolean isGrant(LockResult result) {
        return result.outcome().isNewGrant()
                || result.outcome() == LockOutcome.RENEWED
                || result.outcome() == LockOutcome.EXTENDED;
    }

    /** If that fails, the lock ends by itself, and its owner's next acquire finds it. */
    private void takeBack(LockCommand command, Deadline deadline) {
        try {
            connections.call(
                    Optional.of(command.documentId()),
                    deadline,
                    (redis, again) -> command.on(redis));
        } catch (StoreUnavailableException e) {
            LOG.log(Level.WARNING, "A lock that replicas do not have could not be taken back", e);
        }
    }

    /** The lock's text has the attempt in it, so nothing but this very grant is ended. */
    private static LockCommand takingBack(LockCommand command, Object reply) {
        return new LockCommand(
                LockScript.TAKE_BACK,
                command.documentId(),
                List.of(LockReply.lockText(reply), JsonText.quote(command.documentId())));
    }

    private static LockResult result(LockCommand command, Answer answer, int number) {
        return LockReply.of(command, answer.replies().get(number));
    }
}
