package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way to read a lock says what the long one says, or nothing. */
class OwnLockTextTest {

    private static final long NOW = 1_764_000_000_000L;
    private static final int TEXTS = 30_000;

    /** What names are made of, and what breaks a text. */
    private static final List<String> PIECES =
            List.of(
                    "a",
                    "Z",
                    "7",
                    "0",
                    " ",
                    ".",
                    "-",
                    "_",
                    "é",
                    "ß",
                    "漢",
                    "\uD83D\uDD12",
                    "\uD83D",
                    "\"",
                    "\\",
                    "\\\"",
                    "\\\\",
                    "\\u0022",
                    "\\n",
                    "\n",
                    "\t",
                    "\u0000",
                    "\u001f",
                    "\u007f",
                    "\u0085",
                    "\u2028",
                    "\uFEFF",
                    "\uFFFD",
                    "/",
                    "{",
                    "}",
                    ",",
                    ":",
                    "[",
                    "]",
                    "%",
                    "\",\"token\":1",
                    ",\"by\":\"x\"",
                    "\"}",
                    "null",
                    "true",
                    "1e3",
                    "-1",
                    "00",
                    "9007199254740991",
                    "9007199254740992",
                    "99999999999999999999");

    private final Random random = new Random(20_261_126);

    @Test
    void whatTheScriptsWriteIsReadAlike() {
        int read = 0;
        for (int i = 0; i < TEXTS; i++) {
            read += assertAlike(written()) ? 1 : 0;
        }
        assertThat(read).as("texts that the short way could read").isGreaterThan(TEXTS / 20);
    }

    @Test
    void whatSomebodyChangedInItIsReadAlike() {
        int read = 0;
        for (int i = 0; i < TEXTS; i++) {
            StringBuilder text = new StringBuilder(written());
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                int at = random.nextInt(text.length() + 1);
                int end = Math.min(text.length(), at + random.nextInt(3));
                text.replace(at, end, random.nextBoolean() ? piece() : "");
            }
            read += assertAlike(text.toString()) ? 1 : 0;
        }
        assertThat(read).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "not a lock",
                "{\"userId\":\"legacy\",\"timestamp\":1}",
                "{\"userId\":\"\",\"token\":1,\"timestamp\":1,\"attempt\":\"ACQUIRED-x\"}",
                "{\"userId\":\"a\",\"sessionId\":\"\",\"token\":1,\"timestamp\":1,\"attempt\":\"ACQUIRED-x\"}",
                "{\"userId\":\"a\",\"token\":01,\"timestamp\":1,\"attempt\":\"ACQUIRED-x\"}",
                "{\"userId\":\"a\",\"token\":,\"timestamp\":1,\"attempt\":\"ACQUIRED-x\"}",
                "{\"userId\":\"a\",\"token\":-1,\"timestamp\":1,\"attempt\":\"ACQUIRED-x\"}",
                "{\"userId\":\"a\",\"token\":1.5,\"timestamp\":1,\"attempt\":\"ACQUIRED-x\"}",
                "{\"userId\":\"a\",\"token\":9007199254740992,\"timestamp\":1,\"attempt\":\"ACQUIRED-x\"}",
                "{\"userId\":\"a\",\"token\":1,\"timestamp\":18446744073709551617,\"attempt\":\"ACQUIRED-x\"}",
                "{\"userId\":\"a\",\"token\":1,\"timestamp\":1,\"attempt\":\"acquired-x\"}",
                "{\"userId\":\"a\",\"token\":1,\"timestamp\":1,\"attempt\":\"ACQUIRED\"}",
                "{\"userId\":\"a\",\"token\":1,\"timestamp\":1,\"attempt\":\"-x\"}",
                "{\"userId\":\"a\",\"token\":1,\"timestamp\":1,\"attempt\":\"ACQUIRED-x\"}}",
                "{\"userId\":\"a\",\"token\":1,\"timestamp\":1,\"attempt\":\"ACQUIRED-x\"} ",
                "{\"userId\":\"a\",\"token\":1,\"timestamp\":1,\"attempt\":\"ACQUIRED-x\"",
                "{\"userId\":\"a\",\"token\":1,\"timestamp\":1,\"attempt\":\"ACQUIRED-x\",\"by\":\"\"}",
                "{\"userId\":\"a\",\"token\":1,\"timestamp\":1,\"attempt\":\"ACQUIRED-x\",\"x\":1}"
            })
    void whatIsNoLockOfOursOrASpecialOneTakesTheLongWay(String text) {
        assertThat(OwnLockText.read("quote-1", text, NOW, NOW)).isEmpty();
        assertAlike(text);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, NOW - 1, NOW, NOW + 1, Long.MAX_VALUE})
    void endsAreReadAlike(long expiresAt) {
        String text =
                "{\"userId\":\"a\",\"token\":1,\"timestamp\":1,\"attempt\":\"ACQUIRED-x\",\"by\":\"s\"}";
        assertThat(OwnLockText.read("quote-1", text, expiresAt, NOW))
                .contains(LockText.readJson("quote-1", text, expiresAt, NOW));
    }

    /** Whether the short way could read it. */
    private static boolean assertAlike(String text) {
        Optional<DocumentLock> read = OwnLockText.read("quote-1", text, NOW + 60_000, NOW);
        read.ifPresent(
                it ->
                        assertThat(it)
                                .as(text)
                                .isEqualTo(LockText.readJson("quote-1", text, NOW + 60_000, NOW)));
        return read.isPresent();
    }

    private String written() {
        StringBuilder text = new StringBuilder("{\"userId\":").append(JsonText.quote(name()));
        text.append(LockText.field("sessionId", maybe()));
        text.append(",\"token\":").append(number()).append(",\"timestamp\":").append(number());
        text.append(LockText.field("username", maybe()));
        text.append(",\"attempt\":\"").append(random.nextBoolean() ? "ACQUIRED" : "TAKEN_OVER");
        text.append('-').append(Long.toString(random.nextLong() >>> 1, 36)).append('"');
        text.append(LockText.field("by", random.nextInt(5) == 0 ? maybe() : Optional.empty()));
        if (random.nextInt(10) == 0) {
            text.append(",\"ending\":{\"by\":").append(JsonText.quote(name()));
            text.append(LockText.field("reason", maybe())).append(",\"at\":1}");
        }
        return text.append('}').toString();
    }

    private String number() {
        return random.nextInt(10) == 0
                ? Long.toString(random.nextLong() >>> random.nextInt(1, 63))
                : Long.toString(random.nextLong(LockLimits.TOKEN_MAX + 1));
    }

    private Optional<String> maybe() {
        return random.nextBoolean() ? Optional.of(name()) : Optional.empty();
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        for (int pieces = random.nextInt(1, 5); pieces > 0; pieces--) {
            name.append(random.nextInt(4) > 0 ? PIECES.get(random.nextInt(10)) : piece());
        }
        return name.toString();
    }

    private String piece() {
        return PIECES.get(random.nextInt(PIECES.size()));
    }
}
