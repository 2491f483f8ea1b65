package org.doclock.security;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.doclock.locking.Settings;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;

/**
 * Verifies bearer tokens (JWT, RFC 7519) where the MicroProfile JWT settings {@code
 * mp.jwt.verify.*} are given. jose4j does the verifying: signature by one algorithm, issuer,
 * audience, expiry. The server's own MicroProfile JWT would be a second mechanism beside ours.
 */
@ApplicationScoped
public class BearerTokens {

    private static final String PREFIX = "mp.jwt.verify.";

    private Optional<JwtConsumer> verifier = Optional.empty();

    @PostConstruct
    void read() {
        read(ConfigProvider.getConfig());
    }

    /**
     * @throws IllegalArgumentException naming the setting that is missing or wrong
     */
    void read(Config config) {
        Optional<String> key = config.getOptionalValue(PREFIX + "publickey", String.class);
        Optional<String> location =
                config.getOptionalValue(PREFIX + "publickey.location", String.class);
        if (key.isPresent() || location.isPresent()) {
            verifier = Optional.of(verifier(config, key, location));
        }
    }

    /** Begins with the application: a wrong setting fails the deployment, not the first call. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    /** The caller of a valid token; empty if it is not valid, or none are taken. */
    Optional<CredentialValidationResult> verify(String token) {
        return verifier.flatMap(it -> caller(it, token));
    }

    private static Optional<CredentialValidationResult> caller(JwtConsumer verifier, String token) {
        try {
            JwtClaims claims = verifier.processToClaims(token);
            for (String name : List.of("upn", "preferred_username", "sub")) {
                if (claims.hasClaim(name) && !claims.getStringClaimValue(name).isBlank()) {
                    Set<String> groups = new HashSet<>();
                    if (claims.hasClaim("groups")) {
                        groups.addAll(claims.getStringListClaimValue("groups"));
                    }
                    return Optional.of(
                            new CredentialValidationResult(
                                    claims.getStringClaimValue(name), groups));
                }
            }
            return Optional.empty();
        } catch (InvalidJwtException | MalformedClaimException notValid) {
            return Optional.empty();
        }
    }

    private static JwtConsumer verifier(
            Config config, Optional<String> key, Optional<String> location) {
        String algorithm =
                config.getOptionalValue(PREFIX + "publickey.algorithm", String.class)
                        .orElse("RS256");
        JwtConsumerBuilder builder =
                new JwtConsumerBuilder()
                        .setJwsAlgorithmConstraints(
                                new AlgorithmConstraints(ConstraintType.PERMIT, algorithm))
                        .setExpectedIssuer(required(config, "issuer"))
                        .setExpectedAudience(required(config, "audiences").split("\\s*,\\s*"))
                        .setRequireExpirationTime()
                        .setAllowedClockSkewInSeconds(
                                config.getOptionalValue(PREFIX + "clock.skew", Integer.class)
                                        .orElse(60));
        if (location.filter(it -> it.startsWith("https:")).isPresent()) {
            return builder.setVerificationKeyResolver(
                            new HttpsJwksVerificationKeyResolver(new HttpsJwks(location.get())))
                    .build();
        }
        return withKey(builder, key.orElseGet(() -> file(location.orElseThrow())), algorithm);
    }

    /** A key given as PEM, as a JWK, or as a set of them. */
    private static JwtConsumer withKey(JwtConsumerBuilder builder, String text, String algorithm) {
        try {
            if (text.trim().startsWith("{")) {
                String set = text.contains("\"keys\"") ? text : "{\"keys\":[" + text + "]}";
                List<JsonWebKey> keys = new JsonWebKeySet(set).getJsonWebKeys();
                if (keys.isEmpty()) {
                    throw new JoseException("no key that can be read");
                }
                return builder.setVerificationKeyResolver(new JwksVerificationKeyResolver(keys))
                        .build();
            }
            byte[] der = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
            PublicKey key =
                    KeyFactory.getInstance(algorithm.startsWith("ES") ? "EC" : "RSA")
                            .generatePublic(new X509EncodedKeySpec(der));
            return builder.setVerificationKey(key).build();
        } catch (GeneralSecurityException | JoseException | RuntimeException unreadable) {
            throw Settings.invalid(
                    PREFIX
                            + "publickey must be a public key for "
                            + algorithm
                            + ": PEM, a JWK or a set of JWKs");
        }
    }

    private static String file(String location) {
        try {
            return Files.readString(
                    Path.of(location.replaceFirst("^file:(//)?", "")), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Settings.invalid(
                    PREFIX + "publickey.location must be a file that can be read, or an https URL");
        }
    }

    private static String required(Config config, String name) {
        return config.getOptionalValue(PREFIX + name, String.class)
                .orElseThrow(
                        () ->
                                Settings.invalid(
                                        PREFIX + name + " is needed where a public key is given"));
    }
}
