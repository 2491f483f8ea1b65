package org.doclock.locking;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The way of one call through the gate of the node that has its document: alone on a connection, or
 * together with others where many are under way; and again as long as what was wrong may have
 * passed and a whole try fits.
 */
record RedisWay(
        Optional<String> documentId,
        Deadline deadline,
        RedisOpening opening,
        RedisNodes nodes,
        String node,
        RedisGate gate) {

    /** Work on the nodes that may be done twice, and knows when it is. */
    interface Errand<T> {
        T to(RedisNodes nodes, boolean again);
    }

    /** What is asked in a pipeline in which others ask as well. */
    interface Question<T> {

        /** The answer is read when the pipeline is back. */
        Supplier<T> in(Ride pipeline, boolean again);
    }

    private static final int FIRST_PAUSE_MILLIS = 5;
    private static final int LONGEST_PAUSE_MILLIS = 40;

    <T> T alone(Errand<T> errand) {
        if (!gate.enter(patience())) {
            throw unavailable(StoreFault.NO_FREE_CONNECTION, null);
        }
        try {
            return trying(again -> errand.to(nodes, again));
        } finally {
            gate.leave();
        }
    }

    /**
     * Alone as well, unless many are under way.
     *
     * @param waits whether the question has replicas waited for
     * @param errand asks the same alone
     */
    <T> T together(boolean waits, Question<T> question, Errand<T> errand) {
        if (!gate.isCrowded()) {
            return alone(errand);
        }
        Lane lane =
                gate.board(patience(), waits)
                        .orElseThrow(() -> unavailable(StoreFault.NO_FREE_CONNECTION, null));
        try {
            return trying(again -> travelling(lane, question, errand, again));
        } finally {
            gate.alight();
        }
    }

    StoreUnavailableException unavailable(StoreFault fault, Exception cause) {
        return new StoreUnavailableException(documentId, fault.message(), cause);
    }

    /** A lane loads no script and follows no slot: what it did not do is done alone. */
    private <T> T travelling(Lane lane, Question<T> question, Errand<T> errand, boolean again) {
        try (Ride ride = new Ride(lane, deadline, patience())) {
            Supplier<T> answer = question.in(ride, again);
            ride.sync();
            return answer.get();
        } catch (JedisDataException e) {
            if (!LockReply.isElsewhere(e)) {
                throw e;
            }
        }
        gate.enterForAll(patience());
        try {
            return errand.to(nodes, again);
        } finally {
            gate.leave();
        }
    }

    private <T> T trying(Function<Boolean, T> work) {
        boolean again = false;
        for (int pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
            try {
                T answer = work.apply(again);
                gate.answered();
                return answer;
            } catch (JedisException e) {
                StoreFault fault = StoreFault.of(e);
                boolean leadersToo = e instanceof Ride.SharedFailure;
                if (fault.spoilsConnections() && !leadersToo) {
                    nodes.forgetConnections(node);
                }
                if (fault == StoreFault.CLUSTER_DOWN) {
                    opening.askAnotherThan(node);
                }
                if (!fault.mayPass()
                        || gate.isShut()
                        || !deadline.leavesRoomFor(nodes.settings().longestTry())) {
                    if (fault.isSilence() && !leadersToo) {
                        gate.silent();
                    }
                    throw unavailable(fault, e);
                }
                again |= fault == StoreFault.CONNECTION_LOST;
                RedisOpening.pause(ThreadLocalRandom.current().nextInt(pause / 2, pause + 1));
            }
        }
    }

    /** Until when to wait for one's turn. */
    private Deadline patience() {
        return deadline.orIn(nodes.settings().poolWait());
    }
}
