package org.doclock.security;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Name and password of HTTP Basic (RFC 7617), in UTF-8. */
record BasicCredentials(String name, String password) {

    static Optional<BasicCredentials> of(String authorization) {
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(authorization.substring(6).trim());
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            int colon = text.indexOf(':');
            return colon <= 0
                    ? Optional.empty()
                    : Optional.of(
                            new BasicCredentials(
                                    text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    /** A record's own would show the password. */
    @Override
    public String toString() {
        return "BasicCredentials[" + name + "]";
    }
}
