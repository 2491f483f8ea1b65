package org.doclock.locking;

import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One call's commands on a {@link Lane}: a pipeline that is sent together with those of others. Its
 * caller waits no longer than {@code doclock.redis.pool.wait} to be taken along and until its own
 * deadline for the answers. For one thread, but for the leader of the batch, who sends it.
 */
final class Ride extends AbstractPipeline {

    /** What failed for all who were on a connection: their leader has told of it already. */
    static final class SharedFailure extends JedisConnectionException {

        private static final long serialVersionUID = 1L;

        SharedFailure(Throwable cause) {
            super("The connection that was shared failed", cause);
        }
    }

    /** Only {@code TAKEN} and later may have been sent. */
    private enum State {
        WAITING,
        LEADING,
        TAKEN,
        ANSWERED,
        FAILED
    }

    private record Asked(CommandArguments command, Response<?> answer) {}

    private static final CommandObjects COMMANDS = new CommandObjects(RedisProtocol.RESP3);

    private final Lane lane;
    private final Deadline deadline;
    private final Deadline patience;
    private final Thread caller = Thread.currentThread();
    private final List<Asked> asked = new ArrayList<>(3);
    private CommandArguments wait;
    private Response<Long> replicas;
    private volatile State state = State.WAITING;
    private RuntimeException failure;

    /**
     * @param patience until when to wait to be taken along
     */
    Ride(Lane lane, Deadline deadline, Deadline patience) {
        super(COMMANDS);
        this.lane = lane;
        this.deadline = deadline;
        this.patience = patience;
    }

    @Override
    protected <T> Response<T> appendCommand(CommandObject<T> command) {
        Response<T> response = new Response<>(command.getBuilder());
        asked.add(new Asked(command.getArguments(), response));
        return response;
    }

    /**
     * Has the batch wait for replicas, once for all: every ride of a lane does, or none.
     *
     * @return how many have what the batch wrote
     */
    Response<Long> waitFor(Acknowledgement wanted) {
        wait =
                new CommandArguments(Command.WAIT)
                        .add(wanted.replicas())
                        .add(wanted.timeout().toMillis());
        replicas = new Response<>(BuilderFactory.LONG);
        return replicas;
    }

    /**
     * Travels.
     *
     * @throws JedisException if it was not sent, or if that is not known
     */
    @Override
    public void sync() {
        lane.join(this);
        while (state == State.WAITING || state == State.TAKEN) {
            waitForChange();
        }
        if (state == State.LEADING) {
            lane.lead(this);
        }
        if (state == State.FAILED) {
            throw failure;
        }
    }

    private void waitForChange() {
        boolean taken = state == State.TAKEN;
        long left = (taken ? deadline : patience).nanosLeft();
        if (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(lane, left);
        } else if (taken) {
            throw new SharedFailure(new SocketTimeoutException("Others' leader does not answer"));
        } else if (lane.leave(this)) {
            throw new JedisException("Not taken along", new NoSuchElementException());
        }
    }

    @Override
    public void close() {
        // It owns nothing.
    }

    Deadline deadline() {
        return deadline;
    }

    void send(Connection connection) {
        asked.forEach(it -> connection.sendCommand(it.command()));
    }

    /** What is to be sent once, behind the batch that this one leads. */
    Optional<CommandArguments> behindTheBatch() {
        return Optional.ofNullable(wait);
    }

    /**
     * @param next reads the next reply of the connection, and throws it if it is an error
     */
    void read(Supplier<Object> next) {
        asked.forEach(it -> it.answer().set(reply(next)));
        if (wait == null) {
            state = State.ANSWERED;
        }
    }

    void acknowledged(Object reply) {
        replicas.set(reply);
        state = State.ANSWERED;
    }

    static Object reply(Supplier<Object> next) {
        try {
            return next.get();
        } catch (JedisDataException anAnswerToThisOneAlone) {
            return anAnswerToThisOneAlone;
        }
    }

    boolean isWaiting() {
        return state == State.WAITING;
    }

    boolean isAnswered() {
        return state == State.ANSWERED;
    }

    void take() {
        state = State.TAKEN;
    }

    void leads() {
        state = State.LEADING;
    }

    void fail(RuntimeException why) {
        failure = caller == Thread.currentThread() ? why : new SharedFailure(why);
        state = State.FAILED;
    }

    void wake() {
        if (caller != Thread.currentThread()) {
            LockSupport.unpark(caller);
        }
    }
}
