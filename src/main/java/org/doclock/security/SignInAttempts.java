package org.doclock.security;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.doclock.locking.LockingSettings;
import org.doclock.locking.RedisConnections;
import org.doclock.locking.Settings;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Slows down whoever guesses passwords: attempts are counted for each name and for each address, in
 * Redis and so across all servers. After a few free ones each must wait twice as long as the last.
 *
 * <p>Names and addresses are hashed into a fixed number of counters, so that no attacker can fill
 * Redis. Two names that share a counter slow each other down, which is rare and passes.
 */
@ApplicationScoped
public class SignInAttempts {

    private static final int COUNTERS = 1 << 16;

    private static final String LOOK = "0";
    private static final String COUNT = "1";

    private static final String ATTEMPT = script("attempt.lua");
    private static final String SUCCESS = script("success.lua");

    private RedisConnections redis;
    private String freeForName;
    private String freeForAddress;
    private String longestWaitMillis;
    private String memoryMillis;

    @PostConstruct
    void open() {
        open(ConfigProvider.getConfig());
    }

    void open(Config config) {
        read(config);
        redis = new RedisConnections(LockingSettings.from(config).redis());
    }

    /** Begins with the application: a wrong setting fails the deployment, not the first sign-in. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    /**
     * @throws IllegalArgumentException naming the setting that is missing or wrong
     */
    void read(Config config) {
        freeForName = free(config, "doclock.signin.free-attempts.name");
        freeForAddress = free(config, "doclock.signin.free-attempts.address");
        longestWaitMillis = millis(config, "doclock.signin.wait.max");
        memoryMillis = millis(config, "doclock.signin.memory");
    }

    @PreDestroy
    void close() {
        redis.close();
    }

    /**
     * Counts an attempt that is about to be made.
     *
     * @return how long to wait before it may be made; zero if it may be made now
     */
    Duration begin(String name, String address) {
        long wait = attempt(name, address, LOOK);
        // Counted only if both are open: else who waits for one would close the other again.
        return Duration.ofMillis(wait > 0 ? wait : attempt(name, address, COUNT));
    }

    /** The attempt was right: the name's wrong ones are forgotten, the address's are not. */
    void succeed(String name, String address) {
        call(SUCCESS, nameCounter(name), List.of("1"));
        call(SUCCESS, addressCounter(address), List.of("0"));
    }

    private long attempt(String name, String address, String mode) {
        return Math.max(
                waitOf(nameCounter(name), freeForName, mode),
                waitOf(addressCounter(address), freeForAddress, mode));
    }

    private long waitOf(String key, String free, String mode) {
        return (Long) call(ATTEMPT, key, List.of(free, longestWaitMillis, memoryMillis, mode));
    }

    private Object call(String script, String key, List<String> arguments) {
        return redis.call((client, again) -> client.eval(script, List.of(key), arguments));
    }

    /** Spellings that a directory may take for one name are one name here. */
    static String nameCounter(String name) {
        String folded = Normalizer.normalize(name, Form.NFKC).strip().toLowerCase(Locale.ROOT);
        return "doc-lock-signin:name:" + counter(folded);
    }

    /** Of an IPv6 address the first half counts: whoever has one has the whole of the rest. */
    static String addressCounter(String address) {
        String[] groups = address.split(":");
        String network =
                groups.length == 8
                        ? String.join(":", Arrays.asList(groups).subList(0, 4))
                        : address;
        return "doc-lock-signin:address:" + counter(network);
    }

    private static long counter(String text) {
        CRC32C hash = new CRC32C();
        hash.update(text.getBytes(StandardCharsets.UTF_8));
        return hash.getValue() % COUNTERS;
    }

    private static String free(Config config, String name) {
        int attempts = Settings.wholeNumber(config, name);
        Settings.check(attempts >= 1, name + " must be at least 1");
        return Integer.toString(attempts);
    }

    private static String millis(Config config, String name) {
        Duration duration = Settings.duration(config, name);
        Settings.check(
                duration.compareTo(Duration.ofSeconds(1)) >= 0
                        && duration.compareTo(Duration.ofDays(1)) <= 0,
                name + " must be from 1 s (PT1S) to 1 day (PT24H)");
        return Long.toString(duration.toMillis());
    }

    private static String script(String name) {
        try (InputStream file = SignInAttempts.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
