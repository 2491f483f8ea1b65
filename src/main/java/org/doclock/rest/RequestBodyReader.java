package org.doclock.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * Reads the bodies of DocLock's requests, and nobody else's. It is strict where the server's JSON-B
 * is lenient: of two {@code userId}s that takes the last, and of a number too large some other.
 */
@Provider
@ApplicationScoped
public class RequestBodyReader implements MessageBodyReader<RequestBody> {

    private static final int MAX_BYTES = 8 * 1024;

    @Inject private Validator validator;

    @Override
    public boolean isReadable(
            Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return RequestBody.class.isAssignableFrom(type);
    }

    @Override
    public RequestBody readFrom(
            Class<RequestBody> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        checkMediaType(mediaType);
        int maxBytes = StatusRequest.class == (Class<?>) type ? StatusRequest.MAX_BYTES : MAX_BYTES;
        byte[] bytes = body.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw ErrorCode.TOO_LARGE.exception(
                    "The body must not be larger than " + maxBytes + " bytes");
        }
        RequestBody request = JsonRecords.read(decode(bytes), type);
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

    private static void checkMediaType(MediaType type) {
        String charset = type.getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, "utf-8");
        if (!type.getType().equalsIgnoreCase("application")
                || !type.getSubtype().equalsIgnoreCase("json")
                || !charset.equalsIgnoreCase("utf-8")) {
            throw ErrorCode.UNSUPPORTED_MEDIA_TYPE.exception(
                    "Send the body as Content-Type: application/json, in UTF-8");
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
