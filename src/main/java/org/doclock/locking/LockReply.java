package org.doclock.locking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** What Redis answers, as records. */
final class LockReply {

    /** PEXPIRETIME of a key that is not there. */
    private static final long NO_KEY = -2;

    private LockReply() {}

    /** The reply of a script: outcome, the lock's text or nil, its end and now, epoch ms. */
    static LockResult of(LockCommand command, Object reply) {
        List<?> fields = (List<?>) reply;
        LockOutcome outcome = LockOutcome.valueOf((String) fields.get(0));
        Optional<DocumentLock> lock =
                Optional.ofNullable((String) fields.get(1))
                        .map(
                                text ->
                                        LockText.read(
                                                command.documentId(),
                                                text,
                                                (Long) fields.get(2),
                                                (Long) fields.get(3)));
        return new LockResult(outcome, isSuccess(outcome, command.script()), lock);
    }

    static List<LockResult> of(List<LockCommand> commands, List<Response<Object>> replies) {
        List<LockResult> results = new ArrayList<>(commands.size());
        for (int i = 0; i < commands.size(); i++) {
            results.add(of(commands.get(i), replies.get(i).get()));
        }
        return results;
    }

    static boolean refuses(LockResult result) {
        return result.outcome() == LockOutcome.LOCKED || result.outcome() == LockOutcome.NOT_HELD;
    }

    /**
     * The replies of GET and PEXPIRETIME by document, and of TIME. A lock may end or change between
     * its two commands; one that is gone by the second counts as free.
     */
    static Map<String, DocumentLock> locks(
            Map<String, Response<String>> texts,
            Map<String, Response<Long>> ends,
            List<String> time) {
        long now = Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
        Map<String, DocumentLock> locks = new HashMap<>();
        texts.forEach(
                (documentId, reply) -> {
                    Optional<String> text = text(reply);
                    long expiresAt = ends.get(documentId).get();
                    if (text.isPresent() && expiresAt != NO_KEY) {
                        locks.put(
                                documentId, LockText.read(documentId, text.get(), expiresAt, now));
                    }
                });
        return locks;
    }

    private static boolean isSuccess(LockOutcome outcome, LockScript script) {
        return switch (outcome) {
            case LOCKED -> false;
            case NOT_HELD -> script == LockScript.RELEASE || script == LockScript.FORCE_RELEASE;
            default -> true;
        };
    }

    /** A key of another type holds no text, but stands in the way all the same. */
    private static Optional<String> text(Response<String> reply) {
        try {
            return Optional.ofNullable(reply.get());
        } catch (JedisDataException e) {
            if (e.getMessage().startsWith("WRONGTYPE")) {
                return Optional.of("");
            }
            throw e;
        }
    }
}
