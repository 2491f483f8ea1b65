package org.doclock.locking;

import java.time.Duration;

/**
 * Those who wait for locks, in order of their arrival across all servers. A place is kept for a
 * time only: whoever waits has to {@linkplain #stand stand} there again before it is over. A free
 * document goes to the first of them, whoever finds it free; they are then told so when they stand
 * there again, or that they stand there no more. Thread-safe; every method is one round trip.
 */
public final class LockQueue {

    /** How long a place is kept. */
    public static final Duration LEASE = Duration.ofSeconds(15);

    private final RedisLocks locks;
    private final LockCommands commands;
    private final LockTally tally;
    private final Duration deadline;

    LockQueue(RedisLocks locks, LockCommands commands, LockTally tally, Duration deadline) {
        this.locks = locks;
        this.commands = commands;
        this.tally = tally;
        this.deadline = deadline;
    }

    /**
     * Takes the lock, or a place at the end of the queue, or keeps the one there is.
     *
     * @param lease how long the place is kept, {@link #LEASE} as a rule
     * @return as an acquire; {@code TOO_MANY} if all places are taken
     * @throws StoreUnavailableException if Redis does not answer in time
     */
    public LockResult stand(LockTicket ticket, Duration lease) {
        LockResult answer = acquireInLine(ticket, lease);
        boolean goesOn = answer.outcome() == LockOutcome.LOCKED;
        return goesOn ? answer : tally.count(ticket.documentId(), answer);
    }

    /**
     * Takes the lock, or gives the place up.
     *
     * @return as an acquire
     * @throws StoreUnavailableException if Redis does not answer in time
     */
    public LockResult standNoMore(LockTicket ticket) {
        return tally.count(ticket.documentId(), acquireInLine(ticket, Duration.ZERO));
    }

    private LockResult acquireInLine(LockTicket ticket, Duration lease) {
        return locks.run(commands.acquireInLine(ticket, lease), Deadline.in(deadline));
    }

    /**
     * Gives the place up, and the lock if it was granted to this ticket.
     *
     * @throws StoreUnavailableException if Redis does not answer in time
     */
    public void leave(LockTicket ticket) {
        locks.run(commands.leaveLine(ticket), Deadline.in(deadline));
    }
}
