package org.doclock.locking;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.doclock.TestConfig;

/** The locks as they are shipped, for benchmarks without a container, and their scripts. */
public final class BenchLocks {

    private static final String DEFAULTS = "/META-INF/microprofile-config.properties";

    /** A stall of the machine is to show in the figures, and not to end the benchmark. */
    private static final Map<String, String> PATIENT =
            Map.of(
                    "doclock.redis.pool.wait", "PT5S",
                    "doclock.redis.timeout.read", "PT5S",
                    "doclock.redis.deadline", "PT20S");

    private BenchLocks() {}

    /**
     * @param settings {@code doclock.*}, where they differ from the defaults
     */
    public static LockingService at(URI redis, Map<String, String> settings) {
        Map<Object, Object> all = new TreeMap<>(defaults());
        all.put("doclock.redis.uri", redis.toString());
        all.putAll(PATIENT);
        all.putAll(settings);
        return new LockingService(LockingSettings.from(TestConfig.of(all)));
    }

    public static boolean knows(String setting) {
        return defaults().containsKey(setting);
    }

    public static void close(LockingService locks) {
        locks.stop();
    }

    /** A file of the scripts, by its name without the ending. */
    public static String part(String name) {
        try (InputStream file = LockingService.class.getResourceAsStream(name + ".lua")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A whole script, by its name without the ending. */
    public static String script(String name) {
        return LockScript.valueOf(name.toUpperCase(Locale.ROOT)).source();
    }

    private static Properties defaults() {
        Properties defaults = new Properties();
        try (InputStream file = LockingService.class.getResourceAsStream(DEFAULTS)) {
            defaults.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return defaults;
    }
}
