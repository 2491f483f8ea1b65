package org.doclock.locking;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import redis.clients.jedis.SslOptions;

/**
 * What opens Redis and does not stand in its address.
 *
 * @param password of the address's user, read from a file
 * @param sentinelUser the user of the sentinels' access list; empty for the default one
 * @param sentinelPassword that user's, read from a file
 * @param tls whom to trust and how to present oneself; empty for Java's own trust store and no
 *     certificate
 */
public record RedisAccess(
        Optional<String> password,
        Optional<String> sentinelUser,
        Optional<String> sentinelPassword,
        Optional<SslOptions> tls) {

    static RedisAccess none() {
        return new RedisAccess(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * @throws IllegalArgumentException naming the setting whose file cannot be used
     */
    static RedisAccess from(Config config) {
        return new RedisAccess(
                secret(config, "doclock.redis.password-file"),
                config.getOptionalValue("doclock.redis.sentinel.user", String.class),
                secret(config, "doclock.redis.sentinel.password-file"),
                RedisCertificates.from(config, secret(config, "doclock.redis.tls.password-file")));
    }

    private static Optional<String> secret(Config config, String name) {
        return Settings.optional(
                config,
                name,
                file -> {
                    String text = Files.readString(Path.of(file)).strip();
                    if (text.isEmpty()) {
                        throw new IllegalArgumentException();
                    }
                    return text;
                },
                "a readable file with the password in it");
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "RedisAccess";
    }
}
