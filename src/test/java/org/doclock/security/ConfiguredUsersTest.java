package org.doclock.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.doclock.TestConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong settings of users are named when the server starts. */
class ConfiguredUsersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna",
                "PBKDF2WithHmacSHA256:1000:!!:!!",
                "PBKDF2WithHmacSHA256:many:YWJj:YWJj",
                "PBKDF2WithHmacSHA256:0:YWJj:YWJj",
                "PBKDF2WithHmacSHA256:1000:YWJj",
                "SHA256:1000:YWJj:YWJj"
            })
    void aPasswordThatIsNoHashIsNamedAndNotShown(String password) {
        assertThatThrownBy(() -> read(Map.of("doclock.user.anna.password", password)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "doclock.user.anna.password must be a hash made by"
                                + " org.doclock.security.PasswordHash");
    }

    @Test
    void aUserWithoutPasswordIsNamed() {
        assertThatThrownBy(() -> read(Map.of()))
                .hasMessageContaining("doclock.user.anna.password must be a hash");
    }

    @Test
    void aHashOfTheCommandIsTaken() {
        String hash = PasswordHash.of("secret", 1_000);
        assertThatCode(() -> read(Map.of("doclock.user.anna.password", hash)))
                .doesNotThrowAnyException();
    }

    private static void read(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("doclock.users", " anna ,");
        new ConfiguredUsers().read(TestConfig.of(settings));
    }
}
