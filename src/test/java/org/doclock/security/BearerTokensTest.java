package org.doclock.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.doclock.TestConfig;
import org.doclock.TestTokens;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms that a public key may come in, and what is said of one that cannot be read. */
class BearerTokensTest {

    private static final String PEM =
            "-----BEGIN PUBLIC KEY-----\n"
                    + TestTokens.publicKey()
                    + "\n-----END PUBLIC KEY-----\n";

    @Test
    void aKeyMayBeBare() {
        assertOpens(Map.of("publickey", TestTokens.publicKey()));
    }

    @Test
    void aKeyMayBePem() {
        assertOpens(Map.of("publickey", PEM));
    }

    @Test
    void aKeyMayBeAJwkOrASetOfThem() {
        assertOpens(Map.of("publickey", TestTokens.jwk()));
        assertOpens(Map.of("publickey", "{\"keys\":[" + TestTokens.jwk() + "]}"));
    }

    @Test
    void aKeyMayBeInAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key.pem"), PEM);
        assertOpens(Map.of("publickey.location", file.toString()));
        assertOpens(Map.of("publickey.location", "file://" + file));
    }

    @Test
    void withoutAKeyNoTokenOpensAnything() {
        BearerTokens tokens = new BearerTokens();
        tokens.read(TestConfig.of(Map.of()));
        assertThat(tokens.verify(TestTokens.signed(TestTokens.claims("alice")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "{}", "{\"keys\":7}", "-----BEGIN PUBLIC KEY-----", "AAAA"})
    void aKeyThatCannotBeReadIsNamedAndNotShown(String key) {
        assertThatThrownBy(() -> read(Map.of("publickey", key)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mp.jwt.verify.publickey must be a public key for RS256")
                .hasMessageNotContaining(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"issuer", "audiences"})
    void whatAKeyIsNothingWithoutIsAskedFor(String name) {
        Map<String, String> settings = settings(Map.of("publickey", PEM));
        settings.remove("mp.jwt.verify." + name);
        assertThatThrownBy(() -> new BearerTokens().read(TestConfig.of(settings)))
                .hasMessageContaining("mp.jwt.verify." + name);
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> read(Map.of("publickey.location", "/nowhere/key.pem")))
                .hasMessageContaining("mp.jwt.verify.publickey.location must be a file");
    }

    @Test
    void theUserIsTheFirstNameThatATokenHas() {
        BearerTokens tokens = read(Map.of("publickey", PEM));
        JwtClaims claims = TestTokens.claims("subject", "lock-admin");
        assertThat(user(tokens, claims)).isEqualTo("subject");
        claims.setClaim("preferred_username", "preferred");
        assertThat(user(tokens, claims)).isEqualTo("preferred");
        claims.setClaim("upn", "upn");
        assertThat(user(tokens, claims)).isEqualTo("upn");
    }

    private static String user(BearerTokens tokens, JwtClaims claims) {
        return tokens.verify(TestTokens.signed(claims))
                .orElseThrow()
                .getCallerPrincipal()
                .getName();
    }

    private static void assertOpens(Map<String, String> key) {
        BearerTokens tokens = read(key);
        assertThat(tokens.verify(TestTokens.signed(TestTokens.claims("alice")))).isPresent();
        assertThat(tokens.verify(TestTokens.signedByAForger(TestTokens.claims("alice")))).isEmpty();
    }

    private static BearerTokens read(Map<String, String> key) {
        BearerTokens tokens = new BearerTokens();
        tokens.read(TestConfig.of(settings(key)));
        return tokens;
    }

    private static Map<String, String> settings(Map<String, String> key) {
        Map<String, String> settings = new HashMap<>();
        key.forEach((name, value) -> settings.put("mp.jwt.verify." + name, value));
        settings.put("mp.jwt.verify.issuer", TestTokens.ISSUER);
        settings.put("mp.jwt.verify.audiences", "other, " + TestTokens.AUDIENCE);
        return settings;
    }
}
