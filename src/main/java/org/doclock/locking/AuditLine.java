package org.doclock.locking;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;

/**
 * An entry of the stream as it stands there.
 *
 * @param streamId its place in the stream
 * @param phase INTENT, OUTCOME or FACT, see audit.lua
 */
record AuditLine(String streamId, String phase, AuditEntry entry) {

    static final String INTENT = "INTENT";
    static final String OUTCOME = "OUTCOME";
    static final String FACT = "FACT";

    boolean isIntent() {
        return phase.equals(INTENT);
    }

    /** Names and values, one after the other. */
    static List<String> fields(AuditEntry entry) {
        List<String> fields = new ArrayList<>();
        each(entry, (name, value) -> fields.addAll(List.of(name, value)));
        return fields;
    }

    /** One line for the log, as JSON. */
    static String json(AuditEntry entry) {
        StringBuilder json = new StringBuilder("{\"id\":").append(JsonText.quote(entry.id()));
        each(entry, (name, value) -> json.append(LockText.field(name, Optional.of(value))));
        return json.append('}').toString();
    }

    static AuditLine of(StreamEntry line) {
        return of(line.getID(), line.getFields());
    }

    /** As a script returns it: the id, then names and values in one list. */
    static AuditLine of(Object reply) {
        List<?> idAndFields = (List<?>) reply;
        List<?> namesAndValues = (List<?>) idAndFields.get(1);
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            fields.put((String) namesAndValues.get(i), (String) namesAndValues.get(i + 1));
        }
        return of(new StreamEntryID((String) idAndFields.get(0)), fields);
    }

    private static AuditLine of(StreamEntryID id, Map<String, String> fields) {
        return new AuditLine(
                id.toString(),
                fields.get("phase"),
                new AuditEntry(
                        fields.get("id"),
                        Instant.ofEpochMilli(id.getTime()),
                        AuditAct.valueOf(fields.get("act")),
                        AuditOutcome.valueOf(fields.get("outcome")),
                        fields.get("actor"),
                        Optional.ofNullable(fields.get("from")),
                        Optional.ofNullable(fields.get("docId")),
                        Optional.ofNullable(fields.get("holder")),
                        Optional.ofNullable(fields.get("holderName")),
                        Optional.ofNullable(fields.get("token")).stream()
                                .mapToLong(Long::parseLong)
                                .findFirst(),
                        Optional.ofNullable(fields.get("reason"))));
    }

    private static void each(AuditEntry entry, BiConsumer<String, String> field) {
        field.accept("act", entry.act().name());
        field.accept("outcome", entry.outcome().name());
        field.accept("actor", entry.actor());
        entry.from().ifPresent(it -> field.accept("from", it));
        entry.documentId().ifPresent(it -> field.accept("docId", it));
        entry.holder().ifPresent(it -> field.accept("holder", it));
        entry.holderName().ifPresent(it -> field.accept("holderName", it));
        token(entry.token()).ifPresent(it -> field.accept("token", it));
        entry.reason().ifPresent(it -> field.accept("reason", it));
    }

    private static Optional<String> token(OptionalLong token) {
        return token.stream().mapToObj(Long::toString).findFirst();
    }
}
