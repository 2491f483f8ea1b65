package org.doclock.locking;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The locks of some documents as one master answered.
 *
 * @param now by that master's clock, before it was asked for them, epoch ms
 * @param answers two for each document: GET and PEXPIRETIME
 */
record RawLockPage(List<String> documentIds, long now, List<Object> answers) {

    static final RawLockPage EMPTY = new RawLockPage(List.of(), 0, List.of());

    private static final int ANSWERS_EACH = 2;

    static void ask(Connection master, List<String> documentIds) {
        for (String documentId : documentIds) {
            byte[] key = LockKeys.lock(documentId).getBytes(StandardCharsets.UTF_8);
            master.sendCommand(Command.GET, key);
            master.sendCommand(Command.PEXPIRETIME, key);
        }
    }

    /** How many answers there are to {@link #ask}. */
    static int answers(int documents) {
        return ANSWERS_EACH * documents;
    }

    /**
     * @param time the answer to TIME
     * @param answers may be more than there are to {@link #ask}
     */
    static RawLockPage of(List<String> documentIds, Object time, List<Object> answers) {
        List<Object> own = answers.subList(0, answers(documentIds.size()));
        own.forEach(RawLockPage::check);
        List<?> secondsAndMicros = (List<?>) time;
        long now =
                Long.parseLong(text(secondsAndMicros.get(0))) * 1000
                        + Long.parseLong(text(secondsAndMicros.get(1))) / 1000;
        return new RawLockPage(documentIds, now, own);
    }

    static String text(Object answer) {
        return new String((byte[]) answer, StandardCharsets.UTF_8);
    }

    /**
     * @throws JedisDataException if Redis refused for another reason than where or what a key is
     */
    private static void check(Object answer) {
        if (answer instanceof JedisDataException e
                && !LockReading.isOfAnotherType(e)
                && !LockReply.isElsewhere(e)) {
            throw e;
        }
    }

    LockPage decode() {
        List<DocumentLock> locks = new ArrayList<>(documentIds.size());
        List<String> elsewhere = new ArrayList<>(0);
        for (int i = 0; i < documentIds.size(); i++) {
            String documentId = documentIds.get(i);
            Object text = answers.get(answers(i));
            if (text instanceof JedisDataException e && LockReply.isElsewhere(e)
                    || !(answers.get(answers(i) + 1) instanceof Long end)) {
                elsewhere.add(documentId);
            } else {
                LockReading.lock(documentId, textOf(text), end, now).ifPresent(locks::add);
            }
        }
        return new LockPage(locks, elsewhere);
    }

    private static Optional<String> textOf(Object answer) {
        return answer instanceof byte[] bytes
                ? Optional.of(text(bytes))
                : answer == null ? Optional.empty() : Optional.of(LockReading.NO_TEXT);
    }
}
