package org.doclock.locking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/** What Redis answers, as records. */
final class LockReply {

    private LockReply() {}

    /** The reply of a script, as common.lua writes it. */
    static LockResult of(LockCommand command, Object reply) {
        String line = (String) reply;
        int end = line.indexOf(' ') + 1;
        int now = line.indexOf(' ', end) + 1;
        int text = text(line);
        LockOutcome outcome = LockOutcome.valueOf(line.substring(0, end - 1));
        return new LockResult(
                outcome,
                isSuccess(outcome, command.script()),
                text == 0
                        ? Optional.empty()
                        : Optional.of(
                                LockText.read(
                                        command.documentId(),
                                        line.substring(text),
                                        Long.parseLong(line, end, now - 1, 10),
                                        Long.parseLong(line, now, text - 1, 10))));
    }

    /** The lock's text, of a reply that has one. */
    static String lockText(Object reply) {
        String line = (String) reply;
        return line.substring(text(line));
    }

    /** Where the lock's text begins; 0 if there is none. */
    private static int text(String line) {
        return line.indexOf(' ', line.indexOf(' ', line.indexOf(' ') + 1) + 1) + 1;
    }

    static List<LockResult> of(List<LockCommand> commands, List<Response<Object>> replies) {
        List<LockResult> results = new ArrayList<>(commands.size());
        for (int i = 0; i < commands.size(); i++) {
            results.add(of(commands.get(i), replies.get(i).get()));
        }
        return results;
    }

    /**
     * Sent before, "not yours" may be the work of the first sending, whose answer was lost.
     *
     * @throws StoreUnavailableException if so
     */
    static LockResult checkNotLost(LockCommand command, LockResult result, boolean again) {
        boolean refused = !result.success() || result.outcome() == LockOutcome.NOT_HELD;
        if (again && refused && command.script().givesUpTheLock()) {
            throw new StoreUnavailableException(
                    Optional.of(command.documentId()),
                    "The lock store's answer was lost: look at the lock again",
                    null);
        }
        return result;
    }

    /** Whether this node did nothing, since the script or the slot is not there. */
    static boolean isElsewhere(JedisDataException e) {
        return e instanceof JedisNoScriptException
                || e instanceof JedisRedirectionException
                || StoreFault.of(e) == StoreFault.ON_THE_MOVE;
    }

    private static boolean isSuccess(LockOutcome outcome, LockScript script) {
        return switch (outcome) {
            case LOCKED, NOT_ASKED, TOO_MANY -> false;
            case NOT_HELD ->
                    script == LockScript.RELEASE
                            || script == LockScript.FORCE_RELEASE
                            || script == LockScript.LEAVE;
            default -> true;
        };
    }
}
