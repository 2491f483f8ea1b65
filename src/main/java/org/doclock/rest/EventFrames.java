package org.doclock.rest;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.doclock.events.LockEvent;

/**
 * Writes events as they go over the wire (WHATWG HTML, "Server-sent events"). What many viewers see
 * alike is written once. Thread-safe.
 */
final class EventFrames {

    static final byte[] PING = utf8(": ping\n\n");

    private static final int LOCKS_A_PIECE = 100;

    private final String serverId;
    private final AtomicReference<Written> last = new AtomicReference<>(new Written(-1, PING));

    private record Written(long number, byte[] frame) {}

    /**
     * @param serverId tells the numbers of this server from those of others
     */
    EventFrames(String serverId) {
        this.serverId = serverId;
    }

    byte[] event(LockEvent event, long number, Caller viewer) {
        boolean seesMore =
                viewer.isAdministrator()
                        || Stream.concat(event.lock().stream(), event.previous().stream())
                                .anyMatch(viewer::isSameUser);
        if (seesMore) {
            return write(event, number, viewer);
        }
        Written written = last.get();
        if (written.number != number) {
            written = new Written(number, write(event, number, viewer));
            last.set(written);
        }
        return written.frame;
    }

    private byte[] write(LockEvent event, long number, Caller viewer) {
        return utf8(
                "id: %s.%d\nevent: %s\ndata: %s\n\n"
                        .formatted(
                                serverId,
                                number,
                                event.type().text(),
                                AnswerWriter.toJson(EventAnswer.of(event, viewer))));
    }

    /** Piece by piece, since there may be very many. */
    Iterator<byte[]> snapshot(List<WatchedDocument> documents, long number) {
        String begin =
                "id: %s.%d\nevent: snapshot\ndata: {\"at\":%d,\"live\":true,\"locks\":["
                        .formatted(serverId, number, System.currentTimeMillis());
        return new Iterator<>() {
            private int next = -1;

            @Override
            public boolean hasNext() {
                return next <= documents.size();
            }

            @Override
            public byte[] next() {
                if (next < 0) {
                    next = 0;
                    return utf8(begin);
                }
                if (next == documents.size()) {
                    next++;
                    return utf8("]}\n\n");
                }
                StringBuilder piece = new StringBuilder();
                int end = Math.min(documents.size(), next + LOCKS_A_PIECE);
                for (; next < end; next++) {
                    piece.append(next == 0 ? "" : ",")
                            .append(AnswerWriter.toJson(documents.get(next)));
                }
                return utf8(piece.toString());
            }
        };
    }

    static byte[] notLive() {
        return utf8("event: not-live\ndata: {\"at\":%d}\n\n".formatted(System.currentTimeMillis()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
