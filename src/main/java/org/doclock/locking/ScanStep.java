package org.doclock.locking;

import java.util.List;
import java.util.Optional;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A round trip of a scan: it reads the locks of one page and finds the keys of the next. While
 * Redis is at work the page before is decoded, so that neither waits for the other.
 *
 * @param decoded the page before
 * @param read the page as Redis answered it
 * @param found the documents of the next page
 * @param cursor where to go on from; empty if everything was found
 */
record ScanStep(LockPage decoded, RawLockPage read, List<String> found, Optional<String> cursor) {

    private static final int KEYS_A_PAGE = 4000;

    static final ScanStep FIRST =
            new ScanStep(LockPage.EMPTY, RawLockPage.EMPTY, List.of(), Optional.of("0"));

    /** Whether there is nothing more to ask Redis for. */
    boolean isLast() {
        return cursor.isEmpty() && found.isEmpty();
    }

    /** May be done again if it fails. */
    ScanStep next(Jedis master) {
        Connection connection = master.getConnection();
        connection.sendCommand(Command.TIME);
        RawLockPage.ask(connection, found);
        cursor.ifPresent(it -> scan(connection, it));
        try {
            // The answer to the first command comes at once: only now all of them are sent.
            Object time = connection.getOne();
            LockPage before = read.decode();
            List<Object> answers =
                    connection.getMany(
                            RawLockPage.answers(found.size()) + (cursor.isPresent() ? 1 : 0));
            return of(before, time, answers);
        } catch (RuntimeException answersAreLeft) {
            connection.setBroken();
            throw answersAreLeft;
        }
    }

    private static void scan(Connection connection, String cursor) {
        connection.sendCommand(
                Command.SCAN,
                cursor,
                "MATCH",
                LockKeys.ALL_LOCKS,
                "COUNT",
                Integer.toString(KEYS_A_PAGE));
    }

    private ScanStep of(LockPage before, Object time, List<Object> answers) {
        RawLockPage page = RawLockPage.of(found, time, answers);
        if (cursor.isEmpty()) {
            return new ScanStep(before, page, List.of(), Optional.empty());
        }
        Object answer = answers.get(answers.size() - 1);
        if (answer instanceof JedisDataException refused) {
            throw refused;
        }
        List<?> scanned = (List<?>) answer;
        List<String> keys =
                ((List<?>) scanned.get(1))
                        .stream()
                                .map(RawLockPage::text)
                                .map(LockKeys::documentId)
                                .flatMap(Optional::stream)
                                .toList();
        return new ScanStep(
                before,
                page,
                keys,
                Optional.of(RawLockPage.text(scanned.get(0))).filter(it -> !it.equals("0")));
    }
}
