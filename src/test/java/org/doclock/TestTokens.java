package org.doclock;

import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** An issuer of bearer tokens, and its forgers. */
public final class TestTokens {

    public static final String ISSUER = "https://issuer.example";
    public static final String AUDIENCE = "doclock";

    private static final KeyPair KEYS = keys();
    private static final KeyPair FORGERS_KEYS = keys();

    private TestTokens() {}

    /** What tells the server to take them. */
    public static Map<String, String> environment() {
        return Map.of(
                "MP_JWT_VERIFY_PUBLICKEY", publicKey(),
                "MP_JWT_VERIFY_ISSUER", ISSUER,
                "MP_JWT_VERIFY_AUDIENCES", AUDIENCE);
    }

    public static String publicKey() {
        return Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded());
    }

    public static String jwk() {
        return new RsaJsonWebKey((RSAPublicKey) KEYS.getPublic()).toJson();
    }

    /** What a good token says. */
    public static JwtClaims claims(String user, String... groups) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(user);
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setStringListClaim("groups", List.of(groups));
        return claims;
    }

    public static String signed(JwtClaims claims) {
        return sign(claims, AlgorithmIdentifiers.RSA_USING_SHA256, KEYS.getPrivate());
    }

    /** With the right key, but not by the one algorithm that is taken. */
    public static String signedByAnotherAlgorithm(JwtClaims claims) {
        return sign(claims, AlgorithmIdentifiers.RSA_USING_SHA512, KEYS.getPrivate());
    }

    public static String signedByAForger(JwtClaims claims) {
        return sign(claims, AlgorithmIdentifiers.RSA_USING_SHA256, FORGERS_KEYS.getPrivate());
    }

    public static String sign(JwtClaims claims, String algorithm, Key key) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setDoKeyValidation(false);
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setPayload(claims.toJson());
        signature.setKey(key);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has RSA", e);
        }
    }
}
