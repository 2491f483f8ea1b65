package org.doclock.events;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.Optional;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockEnding;
import org.doclock.locking.LockFeed;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockRequest;

/**
 * Something that happened to the lock of a document.
 *
 * @param at when, epoch milliseconds by Redis's clock
 * @param lock the lock that stands now, as far as it is known: what Redis publishes about another
 *     program's lock does not hold it
 * @param previous the lock that ended or was replaced, as far as it is known
 * @param by who did it, where that is not the holder: an administrator or a service
 * @param reason the administrator's
 * @param request of {@link LockEventType#REQUESTED}
 * @param requestEnded why that is no longer there: {@code WITHDRAWN} or {@code ANSWERED}; empty
 *     while it is
 */
public record LockEvent(
        LockEventType type,
        String documentId,
        long at,
        Optional<DocumentLock> lock,
        Optional<DocumentLock> previous,
        Optional<String> by,
        Optional<String> reason,
        Optional<LockRequest> request,
        Optional<String> requestEnded) {

    /** Comes last in a message. No string can hold it: its quotes would be escaped. */
    private static final String LOCK = ",\"lock\":{";

    /** What the live view finds out by itself. */
    static LockEvent found(
            LockEventType type,
            String documentId,
            long at,
            Optional<DocumentLock> lock,
            Optional<DocumentLock> previous) {
        return new LockEvent(
                type,
                documentId,
                at,
                lock,
                previous,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A lock that was found to have ended. */
    static LockEvent ended(LockEventType type, DocumentLock lock, long at) {
        return new LockEvent(
                type,
                lock.documentId(),
                at,
                Optional.empty(),
                Optional.of(lock),
                lock.ending().map(LockEnding::by),
                lock.ending().flatMap(LockEnding::reason),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Reads what a script published; see {@code publish} in common.lua. Empty for what is none of
     * that: a type of a later version, or whatever else somebody published.
     */
    static Optional<LockEvent> of(String message) {
        int end = message.indexOf(LOCK);
        String head = end < 0 ? message : message.substring(0, end) + "}";
        Optional<String> lock =
                end < 0
                        ? Optional.empty()
                        : Optional.of(
                                message.substring(end + LOCK.length() - 1, message.length() - 1));
        try (JsonReader reader = Json.createReader(new StringReader(head))) {
            JsonObject fields = reader.readObject();
            return LockEventType.of(fields.getString("type")).map(it -> of(it, fields, lock));
        } catch (RuntimeException notOurs) {
            return Optional.empty();
        }
    }

    private static LockEvent of(LockEventType type, JsonObject fields, Optional<String> text) {
        String documentId = fields.getString("docId");
        long at = fields.getJsonNumber("at").longValueExact();
        Optional<DocumentLock> lock =
                text.map(
                        it ->
                                LockFeed.decode(
                                        documentId,
                                        it,
                                        fields.getJsonNumber("expiresAt").longValueExact(),
                                        at));
        boolean ended = type.isEnd();
        Optional<JsonObject> request = Optional.ofNullable(fields.getJsonObject("request"));
        return new LockEvent(
                type,
                documentId,
                at,
                ended ? Optional.empty() : lock,
                ended ? lock : Optional.empty(),
                text(fields, "by"),
                text(fields, "reason"),
                request.map(it -> request(documentId, it)),
                request.flatMap(it -> text(it, "ended")));
    }

    private static LockRequest request(String documentId, JsonObject fields) {
        LockOwner asker =
                new LockOwner(
                        fields.getString("userId"),
                        text(fields, "username"),
                        text(fields, "sessionId"),
                        Optional.empty());
        long at = fields.getJsonNumber("at").longValueExact();
        return new LockRequest(documentId, asker, text(fields, "message"), at);
    }

    private static Optional<String> text(JsonObject fields, String name) {
        return Optional.ofNullable(fields.getString(name, null));
    }

    LockEvent withLock(Optional<DocumentLock> standing) {
        return with(standing, previous);
    }

    LockEvent withPrevious(Optional<DocumentLock> lock) {
        return with(this.lock, lock);
    }

    private LockEvent with(Optional<DocumentLock> standing, Optional<DocumentLock> before) {
        return new LockEvent(
                type, documentId, at, standing, before, by, reason, request, requestEnded);
    }
}
