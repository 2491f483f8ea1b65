package org.doclock.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * Reads the bodies of DocLock's requests, strictly: bytes counted, UTF-8 checked, fields checked.
 * The resources hand it the raw stream. As a provider of JAX-RS it would compete with the server's
 * JSON-B, or with whatever a host application has, and lose to it: that takes the last of two
 * {@code userId}s, and for a number too large some other.
 */
@ApplicationScoped
public class RequestBodies {

    private static final int MAX_BYTES = 8 * 1024;

    @Inject private Validator validator;

    /**
     * @throws WebApplicationException 400 or 413 in DocLock's shape
     */
    <T extends Record> T read(InputStream body, Class<T> type) {
        return read(body, type, MAX_BYTES);
    }

    /** As {@link #read(InputStream, Class)}, for bodies that may be larger than most. */
    <T extends Record> T read(InputStream body, Class<T> type, int maxBytes) {
        T request = JsonRecords.read(decode(bytes(body, maxBytes)), type);
        String violations =
                validator.validate(request).stream()
                        .map(ConstraintViolation::getMessage)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining("; "));
        if (!violations.isEmpty()) {
            throw ErrorCode.INVALID_REQUEST.exception(violations);
        }
        return request;
    }

    private static byte[] bytes(InputStream body, int maxBytes) {
        try {
            byte[] bytes = body.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw ErrorCode.TOO_LARGE.exception(
                        "The body must not be larger than " + maxBytes + " bytes");
            }
            return bytes;
        } catch (IOException callerWentAway) {
            throw ErrorCode.INVALID_REQUEST.exception("The body ended too early");
        }
    }

    private static String decode(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.startsWith("\ufeff")) {
                throw ErrorCode.INVALID_REQUEST.exception(
                        "The body must not begin with a byte-order mark");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw ErrorCode.INVALID_REQUEST.exception("The body must be valid UTF-8");
        }
    }
}
