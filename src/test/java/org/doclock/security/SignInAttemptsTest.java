package org.doclock.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.doclock.TestConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong settings of the sign-in are named when the server starts. */
class SignInAttemptsTest {

    private static final Map<String, String> GOOD =
            Map.of(
                    "doclock.signin.free-attempts.name", "5",
                    "doclock.signin.free-attempts.address", "50",
                    "doclock.signin.wait.max", "PT1M",
                    "doclock.signin.memory", "PT15M");

    @Test
    void goodSettingsAreTaken() {
        assertThatCode(() -> new SignInAttempts().read(TestConfig.of(GOOD)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "doclock.signin.free-attempts.name, few, must be a whole number",
        "doclock.signin.free-attempts.name, 0, must be at least 1",
        "doclock.signin.free-attempts.address, -1, must be at least 1",
        "doclock.signin.wait.max, 60, must be an ISO-8601 duration",
        "doclock.signin.wait.max, PT0S, must be from 1 s",
        "doclock.signin.memory, PT48H, to 1 day"
    })
    void aWrongSettingIsNamed(String name, String value, String message) {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put(name, value);
        assertThatThrownBy(() -> new SignInAttempts().read(TestConfig.of(settings)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name)
                .hasMessageContaining(message);
    }
}
