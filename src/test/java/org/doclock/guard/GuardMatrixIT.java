package org.doclock.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.doclock.SharedServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Jedis;

/**
 * Every mode, in every state of the lock, however the method ends, in every kind of bean, for
 * documents with a fence and without: what the caller is told, what Redis holds, what the database
 * holds.
 */
class GuardMatrixIT {

    private static Jedis redis;

    private static boolean redisIsAway;

    enum State {
        FREE,
        MINE,
        OTHERS,
        EXPIRES,
        REDIS_AWAY
    }

    enum Ending {
        SUCCESS,
        EXCEPTION,
        ROLLBACK
    }

    record Cell(String container, String table, LockMode mode, State state, Ending ending) {

        boolean needsTheLock() {
            return mode == LockMode.HOLD || mode == LockMode.FINISH;
        }

        boolean isRefused() {
            return state == State.REDIS_AWAY
                    || state == State.OTHERS
                    || (state == State.FREE && needsTheLock());
        }

        /** Nothing but the lock tells that it was lost, so it is looked at before the commit. */
        boolean isLostAtCommit() {
            return state == State.EXPIRES && table.equals("memo") && ending == Ending.SUCCESS;
        }

        boolean isWritten() {
            return !isRefused() && !isLostAtCommit() && ending == Ending.SUCCESS;
        }

        /** What the caller is told. */
        String answer() {
            if (isRefused()) {
                return switch (state) {
                    case REDIS_AWAY -> "503 STORE_UNAVAILABLE";
                    case OTHERS -> "409 LOCKED";
                    default -> "409 NOT_HELD";
                };
            }
            if (isLostAtCommit()) {
                return "409 NOT_HELD";
            }
            return ending == Ending.EXCEPTION ? "418" : "204";
        }

        boolean isHeldAfterwards() {
            return switch (mode) {
                case HOLD -> state == State.MINE;
                case BEGIN -> state == State.MINE || (state == State.FREE && isWritten());
                case FINISH -> state == State.MINE && !isWritten();
                case SCOPED -> state == State.MINE;
            };
        }
    }

    static Stream<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (State state : State.values()) {
            for (String container : List.of("cdi", "ejb", "bean-managed", "jaxrs")) {
                for (String table : List.of("note", "memo")) {
                    for (LockMode mode : LockMode.values()) {
                        for (Ending ending : Ending.values()) {
                            cells.add(new Cell(container, table, mode, state, ending));
                        }
                    }
                }
            }
        }
        return cells.stream();
    }

    @BeforeAll
    static void connect() {
        SharedServer.uri();
        redis = SharedServer.redis().connect();
    }

    /** The cells without Redis come last. */
    @AfterAll
    static void bringRedisBack() {
        redis.close();
        if (redisIsAway) {
            redisIsAway = false;
            SharedServer.redis().restart();
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void theCallerRedisAndTheDatabaseAgree(Cell cell) {
        Notes note = Notes.create(cell.table());
        String path = path(cell, note.documentId());
        if (cell.state() == State.REDIS_AWAY) {
            takeRedisAway();
            assertThat(note.call(path, OptionalLong.of(1))).isEqualTo(cell.answer());
            assertThat(note.column("text")).isEqualTo("old");
            return;
        }
        OptionalLong mine = prepareLock(cell, note);
        Optional<String> before = Optional.ofNullable(redis.get(note.key()));

        assertThat(note.call(path, mine)).isEqualTo(cell.answer());

        assertThat(note.column("text")).isEqualTo(cell.isWritten() ? "new" : "old");
        Optional<String> after = Optional.ofNullable(redis.get(note.key()));
        if (cell.state() == State.OTHERS) {
            assertThat(after).isEqualTo(before);
        } else if (cell.isHeldAfterwards()) {
            assertThat(after.orElseThrow()).contains("\"userId\":\"alice\"");
            mine.ifPresent(it -> assertThat(after.orElseThrow()).contains("\"token\":" + it));
        } else {
            assertThat(after).isEmpty();
        }
    }

    private static OptionalLong prepareLock(Cell cell, Notes note) {
        if (cell.state() == State.OTHERS) {
            note.acquire("bob");
        }
        boolean held =
                cell.state() == State.MINE
                        || (cell.state() == State.EXPIRES && cell.needsTheLock());
        return held ? OptionalLong.of(note.acquire("alice")) : OptionalLong.empty();
    }

    private static void takeRedisAway() {
        if (!redisIsAway) {
            redisIsAway = true;
            SharedServer.redis().kill();
        }
    }

    private static String path(Cell cell, String documentId) {
        String mode = cell.mode().name().toLowerCase(Locale.ROOT);
        String path =
                cell.container().equals("jaxrs")
                        ? "jaxrs/" + documentId + "/" + mode
                        : "notes/" + cell.container() + "/" + documentId + "/" + mode;
        return path
                + "?text=new&ending="
                + cell.ending()
                + "&expires="
                + (cell.state() == State.EXPIRES);
    }
}
