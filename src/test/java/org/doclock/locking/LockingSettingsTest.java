package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Properties;
import org.doclock.TestConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings are read from the defaults as shipped, and a wrong one is named clearly. */
class LockingSettingsTest {

    @Test
    void theDefaultsAsShippedAreTheDesigns() {
        LockingSettings settings = LockingSettings.from(TestConfig.of(shipped()));
        assertThat(settings.redis().uri()).hasToString("redis://localhost:6379");
        assertThat(settings.redis().deadline()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.redis().connectTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.redis().readTimeout()).isEqualTo(Duration.ofMillis(800));
        assertThat(settings.defaultTtl()).isEqualTo(Duration.ofSeconds(300));
        assertThat(settings.minTtl()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.maxTtl()).isEqualTo(Duration.ofHours(24));
        assertThat(settings.fenceRetention()).isEqualTo(Duration.ofHours(48));
        assertThat(settings.resume()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "doclock.redis.uri           | http://localhost        | redis://host:6379",
                "doclock.redis.uri           | localhost:6379          | redis://host:6379",
                "doclock.redis.uri           | redis://                | redis://host:6379",
                "doclock.redis.uri           | redis://host/zero       | redis://host:6379",
                "doclock.redis.uri           | redis://u:p^w@host      | percent-encoded",
                "doclock.redis.uri           | redis://user@host       | redis://user:password@host",
                "doclock.redis.uri           | redis://host:99999      | redis://host:6379",
                "doclock.redis.uri           | redis://host:0          | redis://host:6379",
                "doclock.redis.uri           | redis://host?db=5       | redis://host:6379",
                "doclock.redis.uri           | redis://redis_1:6379    | without underscores",
                "doclock.redis.uri           | redis://host,other      | redis://host:6379",
                "doclock.redis.uri           | redis+cluster://a,b/1   | only one",
                "doclock.redis.uri           | redis+sentinel://a,b    | redis+sentinel://host:26379",
                "doclock.redis.uri           | redis+sentinel://a,/m   | redis+sentinel://host:26379",
                "doclock.redis.uri           | redis+proxy://a         | redis://host:6379",
                "doclock.redis.password-file | /nowhere/s3cret         | a readable file",
                "doclock.redis.password-file | /dev/null               | a readable file",
                "doclock.redis.sentinel.user | anna                    | sentinel.password-file must",
                "doclock.redis.tls.ca-file   | /nowhere/s3cret         | as PEM or as a key store",
                "doclock.redis.tls.ca-file   | pom.xml                 | as PEM or as a key store",
                "doclock.redis.tls.key-store | pom.xml                 | a readable key store",
                "doclock.redis.scan.deadline | PT1S                    | at least doclock.redis.deadline",
                "doclock.ttl.min             | PT9223372036854775807S  | doclock.ttl.min",
                "doclock.redis.pool.size     | many                    | a whole number",
                "doclock.redis.pool.size     | 0                       | from 1 to 10000",
                "doclock.redis.pool.wait     | 5                       | ISO-8601",
                "doclock.redis.timeout.read  | PT0S                    | from 1 ms",
                "doclock.redis.timeout.read  | PT2M                    | 1 min",
                "doclock.redis.timeout.connect | -PT1S                 | from 1 ms",
                "doclock.redis.deadline      | PT1S                    | room for one try",
                "doclock.redis.scan.deadline | soon                    | ISO-8601",
                "doclock.redis.wait-replicas | 11                      | from 0 to 10",
                "doclock.redis.lanes         | -1                      | from 0 to 16",
                "doclock.redis.lanes         | 17                      | from 0 to 16",
                "doclock.redis.wait-replicas.timeout | PT0S            | from 1 ms",
                "doclock.ttl.default         | 300                     | ISO-8601",
                "doclock.ttl.default         | PT48H                   | doclock.ttl.max",
                "doclock.ttl.min             | PT0S                    | at least 1 ms",
                "doclock.ttl.max             | PT1M                    | doclock.ttl.max",
                "doclock.hand-over.ttl       | PT0.5S                  | from doclock.ttl.min",
                "doclock.fence.retention     | PT24H                   | longer than doclock.ttl.max",
                "doclock.resume              | yes                     | true or false"
            })
    void aWrongSettingIsNamedWithWhatItMayBe(String name, String value, String message) {
        Properties properties = shipped();
        properties.setProperty(name, value);
        assertThatThrownBy(() -> LockingSettings.from(TestConfig.of(properties)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("doclock.")
                .hasMessageNotContaining("s3cret")
                .hasMessageContaining(message);
    }

    @Test
    void aMissingSettingIsNamed() {
        Properties properties = shipped();
        properties.remove("doclock.redis.uri");
        assertThatThrownBy(() -> LockingSettings.from(TestConfig.of(properties)))
                .hasMessageContaining("doclock.redis.uri must be an address");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redis://host                       | redis://host:6379",
                "rediss://u:p@[::1]:1/2             | rediss://[::1]:1/2",
                "redis+sentinel://a,b:7/m           | redis+sentinel://a:26379,b:7/m",
                "rediss+sentinel://u:p@a,b/m/3      | rediss+sentinel://a:26379,b:26379/m/3",
                "redis+cluster://:p@a:1,b:2         | redis+cluster://a:1,b:2",
                "rediss+cluster://a/0               | rediss+cluster://a:6379"
            })
    void everyKindOfRedisHasItsAddress(String uri, String shown) {
        assertThat(RedisSettings.address(URI.create(uri))).isEqualTo(shown);
    }

    @Test
    void userAndPasswordAreDecoded() {
        RedisAddress address = RedisAddress.of(URI.create("redis+cluster://a%3Ab:s%2F+%40@host"));
        assertThat(address.user()).contains("a:b");
        assertThat(address.password()).contains("s/+@");
    }

    @ParameterizedTest
    @CsvSource({
        "redis://anna:s3cret@host:1/2",
        "redis://:s3cret@host",
        "redis://anna:s3cret^@host",
        "http://anna:s3cret@host",
        "redis+sentinel://anna:s3cret@host:1%2Chost:2/doclock",
        "redis+cluster://anna:s3cret@host",
        "redis+cluster://anna:s3cret@host/3",
        "redis://anna:s3cret@host/x"
    })
    void aPasswordIsNeverShown(String uri) {
        Properties properties = shipped();
        properties.setProperty("doclock.redis.uri", uri);
        String shown;
        try {
            LockingSettings settings = LockingSettings.from(TestConfig.of(properties));
            shown = settings.toString() + RedisSettings.address(settings.redis().uri());
        } catch (IllegalArgumentException e) {
            shown = e.toString() + e.getCause();
        }
        assertThat(shown).contains("redis").doesNotContain("s3cret").doesNotContain("anna");
    }

    private static Properties shipped() {
        Properties properties = new Properties();
        try (InputStream file =
                LockingSettingsTest.class.getResourceAsStream(
                        "/META-INF/microprofile-config.properties")) {
            properties.load(file);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
