package org.doclock.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.doclock.LeastAccess;
import org.doclock.RedisCluster;
import org.doclock.RedisSentinels;
import org.doclock.TestConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attempts are counted wherever the locks are. */
class SignInAttemptsIT {

    @Test
    void attemptsAreCountedOnSentinel(@TempDir Path folder) throws IOException {
        Path password = Files.writeString(folder.resolve("password"), LeastAccess.PASSWORD);
        try (RedisSentinels redis =
                RedisSentinels.start(LeastAccess.redisOptions(), LeastAccess.sentinelLines())) {
            Properties settings = settings(redis.uri(LeastAccess.USER_INFO));
            settings.put("doclock.redis.sentinel.user", LeastAccess.USER);
            settings.put("doclock.redis.sentinel.password-file", password.toString());
            assertAttemptsAreCounted(settings);
        }
    }

    @Test
    void attemptsAreCountedOnACluster() {
        try (RedisCluster redis = RedisCluster.start(LeastAccess.redisOptions())) {
            assertAttemptsAreCounted(settings(redis.uri(LeastAccess.USER_INFO)));
        }
    }

    private static void assertAttemptsAreCounted(Properties settings) {
        SignInAttempts attempts = new SignInAttempts();
        attempts.open(TestConfig.of(settings));
        for (int user = 0; user < 10; user++) {
            String name = "user-" + user;
            String address = "192.0.2." + user;
            assertThat(attempts.begin(name, address)).isZero();
            assertThat(attempts.begin(name, address)).isZero();
            assertThat(attempts.begin(name, address)).isPositive();
            attempts.succeed(name, address);
            assertThat(attempts.begin(name, address)).isZero();
        }
        attempts.close();
    }

    private static Properties settings(URI redis) {
        Properties settings = new Properties();
        try (InputStream shipped =
                SignInAttemptsIT.class.getResourceAsStream(
                        "/META-INF/microprofile-config.properties")) {
            settings.load(shipped);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.put("doclock.redis.uri", redis.toString());
        settings.put("doclock.signin.free-attempts.name", "2");
        settings.put("doclock.signin.free-attempts.address", "50");
        settings.put("doclock.signin.wait.max", Duration.ofMinutes(1).toString());
        settings.put("doclock.signin.memory", Duration.ofMinutes(15).toString());
        return settings;
    }
}
