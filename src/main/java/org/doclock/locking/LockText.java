package org.doclock.locking;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The JSON text of a lock. Whose lock it is, the scripts decide by comparing text, so every string
 * that we write goes through {@link JsonText}: equal strings are equal text.
 */
final class LockText {

    /**
     * How a lock of ours looks; {@code isOurs} and {@code readGrant} of the scripts decide by the
     * same pattern.
     */
    private static final Pattern OURS =
            Pattern.compile(
                    "\\{\"userId\":\".*,\"token\":\\d+,\"timestamp\":\\d+.*,"
                            + "\"attempt\":\"[A-Z_]+-[^\"]*\".*\\}",
                    Pattern.DOTALL);

    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,16}");

    private static final String ENDING = "ending";

    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

    private LockText() {}

    static String user(LockOwner owner) {
        return "{\"userId\":" + JsonText.quote(owner.userId());
    }

    static String session(LockOwner owner) {
        return field("sessionId", owner.sessionId());
    }

    static String username(LockOwner owner) {
        return field("username", owner.username());
    }

    static String by(LockOwner owner) {
        return field("by", owner.by());
    }

    /** {@code ,"name":"value"}, or nothing. */
    static String field(String name, Optional<String> value) {
        return value.map(text -> ",\"" + name + "\":" + JsonText.quote(text)).orElse("");
    }

    /**
     * Reads a lock, ours or another program's.
     *
     * @param expiresAt epoch milliseconds, negative for a lock without an end
     * @param now by the clock that {@code expiresAt} is of, epoch milliseconds
     */
    static DocumentLock read(String documentId, String text, long expiresAt, long now) {
        return OwnLockText.read(documentId, text, expiresAt, now)
                .orElseGet(() -> readJson(documentId, text, expiresAt, now));
    }

    /** Reads whatever it is. */
    static DocumentLock readJson(String documentId, String text, long expiresAt, long now) {
        Map<String, Object> fields = fields(text);
        boolean ours = OURS.matcher(text).matches();
        return new DocumentLock(
                documentId,
                string(fields, "userId").orElse(DocumentLock.UNREADABLE_HOLDER),
                string(fields, "username"),
                ours ? string(fields, "sessionId") : Optional.empty(),
                number(fields, "timestamp"),
                expiresAt >= 0 ? expiresAt : DocumentLock.NEVER,
                remaining(expiresAt, now),
                ours ? number(fields, "token") : 0,
                ours ? string(fields, "by") : Optional.empty(),
                ours ? ending(fields) : Optional.empty());
    }

    static Duration remaining(long expiresAt, long now) {
        return Duration.ofMillis(
                expiresAt >= 0 ? Math.max(0, expiresAt - now) : DocumentLock.NEVER);
    }

    private static Optional<LockEnding> ending(Map<String, Object> fields) {
        return fields.get(ENDING) instanceof JsonObject ending
                        && ending.get("by") instanceof JsonString by
                ? Optional.of(
                        new LockEnding(
                                by.getString(),
                                Optional.ofNullable(ending.getString("reason", null))))
                : Optional.empty();
    }

    /** Reads a request to edit; empty if it has ended, or is none. */
    static Optional<LockRequest> readRequest(String documentId, String text, long now) {
        Map<String, Object> fields = fields(text);
        long at = number(fields, "at");
        if (at + LockRequest.LIFETIME.toMillis() <= now) {
            return Optional.empty();
        }
        return string(fields, "userId")
                .map(
                        user ->
                                new LockRequest(
                                        documentId,
                                        new LockOwner(
                                                user,
                                                string(fields, "username"),
                                                string(fields, "sessionId"),
                                                Optional.empty()),
                                        string(fields, "message"),
                                        at));
    }

    /** The strings and numbers of a JSON object, and its notice; nothing if the text is not one. */
    private static Map<String, Object> fields(String text) {
        Map<String, Object> fields = new HashMap<>();
        try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
            if (parser.next() != Event.START_OBJECT) {
                return Map.of();
            }
            String name = "";
            while (parser.hasNext()) {
                switch (parser.next()) {
                    case KEY_NAME -> {
                        name = parser.getString();
                        fields.remove(name);
                    }
                    case VALUE_STRING -> fields.put(name, parser.getString());
                    case VALUE_NUMBER -> fields.put(name, number(parser.getString()));
                    case START_OBJECT -> {
                        if (name.equals(ENDING)) {
                            fields.put(name, parser.getObject());
                        } else {
                            parser.skipObject();
                        }
                    }
                    case START_ARRAY -> parser.skipArray();
                    default -> {}
                }
            }
            return fields;
        } catch (JsonException | NoSuchElementException notJson) {
            return Map.of();
        }
    }

    /** Other programs write an empty text where they have none. */
    private static Optional<String> string(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof String text && !text.isEmpty()
                ? Optional.of(text)
                : Optional.empty();
    }

    private static long number(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Long number ? number : 0;
    }

    /** A whole number from 0 to 2^53 - 1; anything else that other programs write counts as 0. */
    private static long number(String json) {
        long number = WHOLE_NUMBER.matcher(json).matches() ? Long.parseLong(json) : 0;
        return number <= LockLimits.TOKEN_MAX ? number : 0;
    }
}
