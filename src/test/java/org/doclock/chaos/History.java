package org.doclock.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What happened in a run. {@code begin} and {@code end} are of the test's own clock, nanoseconds
 * since the run began, and say only what was over before something else began. Whatever ends with
 * {@code At} is of Redis's clock, epoch milliseconds, as Redis said it.
 *
 * @param oneRedis whether there was a single Redis, so that its announcements are one account
 * @param rows the database at the end, by document
 */
record History(
        boolean oneRedis,
        List<Call> calls,
        List<Edit> edits,
        List<Announcement> announcements,
        List<Loss> losses,
        List<Disturbance> disturbances,
        Map<String, Row> rows) {

    History {
        calls = sorted(calls, Call::begin);
        edits = sorted(edits, Edit::begin);
        announcements = sorted(announcements, Announcement::seen);
        losses = List.copyOf(losses);
        disturbances = sorted(disturbances, Disturbance::begin);
        rows = Map.copyOf(rows);
    }

    /** One editing session of a user. */
    record Owner(String user, String session) {}

    /** A grant as Redis stated it to somebody. */
    record Lock(String document, Owner owner, long token, long beganAt, long endsAt) {}

    /** What a client asks a server for. */
    enum Request {
        ACQUIRE,
        /** The last grant, if nobody had one since. */
        RESUME,
        /** In line, if somebody has it. */
        WAIT,
        /** From another session of the user. */
        TAKE_OVER,
        /** A new token even if this session has it. */
        NEW_GRANT,
        EXTEND,
        RELEASE,
        /** A release with grace. */
        LEAVE,
        /** To be handed the document. */
        ASK,
        HAND_OVER,
        FORCE_RELEASE
    }

    /**
     * A request and its answer.
     *
     * @param token the one that was shown, or 0
     * @param to whom it is to be handed over, and nobody else
     * @param result the outcome or the code of the error; {@link #UNKNOWN} if nobody can tell
     *     whether it was done
     * @param lock the caller's, where the answer shows it
     */
    record Call(
            Owner owner,
            int server,
            Request request,
            String document,
            long token,
            Optional<Owner> to,
            long begin,
            long end,
            String result,
            Optional<Lock> lock) {

        static final String UNKNOWN = "UNKNOWN";

        boolean isUnknown() {
            return result.equals(UNKNOWN);
        }

        /** Whether it came to this, as far as anybody knows. */
        boolean mayHaveBeen(String outcome) {
            return isUnknown() || result.equals(outcome);
        }

        /** Whether the answer is one, or ought to be. */
        boolean isNewGrant() {
            return request == Request.NEW_GRANT
                    || result.equals("ACQUIRED")
                    || result.equals("TAKEN_OVER");
        }
    }

    /** What became of a transaction on the document's row. */
    enum Verdict {
        DONE,
        NEWER_FENCE,
        OTHER_VERSION
    }

    /**
     * A transaction of a client on a document's row: a read under the grant, or a save.
     *
     * @param base the save that the row held when it was read
     * @param saved what a save wrote; empty for a read
     * @param version of the row afterwards, if it was done
     */
    record Edit(
            Owner owner,
            String document,
            long token,
            String base,
            Optional<String> saved,
            long version,
            Verdict verdict,
            long begin,
            long end) {}

    /**
     * A message of a script, heard from a node directly.
     *
     * @param type such as {@code acquired}
     * @param outcome such as {@code TAKEN_OVER}
     * @param lock which is about; its end is the one that the message names
     * @param seen when the test heard it
     */
    record Announcement(String node, String type, String outcome, Lock lock, long at, long seen) {

        boolean isNewGrant() {
            return type.equals("transferred")
                    || (type.equals("acquired") && !outcome.equals("RESUMED"));
        }

        /** Whether the grant is over with it. */
        boolean isEnd() {
            return type.equals("released") || type.equals("broken");
        }

        /** Whether it was released with grace: its end is set, and may only be taken back. */
        boolean isLeave() {
            return type.equals("renewed") && outcome.equals("RELEASED");
        }
    }

    /** The only Redis began anew with nothing, and had not served anybody since. */
    record Loss(long at) {}

    /** What is done to Redis and to the servers. */
    enum Act {
        KILL,
        RESTART,
        PAUSE,
        SILENCE,
        REFUSE,
        LAG_AND_KILL,
        PART,
        PAUSE_SERVER;

        boolean kills() {
            return this == KILL || this == RESTART || this == LAG_AND_KILL;
        }
    }

    /** What was done to whom, and for how long. */
    record Disturbance(Act act, String whose, long begin, long end) {}

    /** A document in the database. */
    record Row(long version, long fence, String saved) {}

    /** Everything in the order in which it began, a line each, to be read by people. */
    List<String> lines() {
        record Line(long when, Object what) {}
        List<Line> lines = new ArrayList<>();
        calls.forEach(it -> lines.add(new Line(it.begin(), it)));
        edits.forEach(it -> lines.add(new Line(it.begin(), it)));
        announcements.forEach(it -> lines.add(new Line(it.seen(), it)));
        disturbances.forEach(it -> lines.add(new Line(it.begin(), it)));
        lines.sort(Comparator.comparingLong(Line::when));
        return Stream.concat(
                        lines.stream().map(it -> it.when() / 1_000_000 + " ms " + it.what()),
                        Stream.of(losses.toString(), rows.toString()))
                .toList();
    }

    private static <T> List<T> sorted(List<T> some, ToLongFunction<T> when) {
        return some.stream().sorted(Comparator.comparingLong(when)).toList();
    }
}
