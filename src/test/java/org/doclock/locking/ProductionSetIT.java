package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.doclock.Certificates;
import org.doclock.RedisProcess;
import org.doclock.TestConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files of payara-config/production: Redis and sentinels start with them, but for addresses,
 * certificates and patience, and DocLock locks there and survives its master.
 */
class ProductionSetIT {

    private static final Path FILES = Path.of("payara-config", "production");
    private static final LockOwner ANNA = LockOwner.of("anna");

    @TempDir private Path folder;

    private final List<RedisProcess> all = new ArrayList<>();

    @Test
    void locksAreGrantedOnItAndGoOnWhenTheMasterDies() throws IOException {
        Certificates certificates = Certificates.make(folder, "dns:localhost");
        Path password = Files.writeString(folder.resolve("redis-password"), "change-me");
        try {
            RedisProcess master = redis(certificates);
            redis(certificates, "--replicaof", "localhost " + master.port());
            redis(certificates, "--replicaof", "localhost " + master.port());
            List<Integer> sentinels =
                    IntStream.range(0, 3).mapToObj(i -> sentinel(certificates, master)).toList();
            LockingService locks = new LockingService(settings(sentinels, certificates, password));
            assertThatItLocks(locks);
            master.kill();
            assertThatItLocks(locks);
            locks.stop();
        } finally {
            all.forEach(RedisProcess::close);
        }
    }

    private static void assertThatItLocks(LockingService locks) {
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                .until(() -> locks.acquireLock("quote-1", ANNA).success());
        assertThat(locks.checkStore().mayEvict()).isFalse();
    }

    private RedisProcess redis(Certificates certificates, String... more) {
        int port = RedisProcess.freePort();
        List<String> options = new ArrayList<>();
        options.addAll(
                List.of("--include", FILES.resolve("redis.conf").toAbsolutePath().toString()));
        options.addAll(List.of(certificates.redisOptions(port, false)));
        options.addAll(
                List.of(
                        "--aclfile",
                        FILES.resolve("users.acl.example").toAbsolutePath().toString()));
        options.addAll(List.of("--replica-announce-ip", "localhost"));
        options.addAll(List.of(more));
        RedisProcess redis = RedisProcess.start(port, options.toArray(String[]::new));
        all.add(redis);
        return redis;
    }

    private int sentinel(Certificates certificates, RedisProcess master) {
        int port = RedisProcess.freePort();
        String[] tls = certificates.redisOptions(port, false);
        Map<String, String> here =
                Map.of(
                        "sentinel monitor doclock redis-1 6379 2",
                        "sentinel monitor doclock localhost " + master.port() + " 2",
                        "sentinel down-after-milliseconds doclock 3000",
                        "sentinel down-after-milliseconds doclock 1000");
        List<String> lines = new ArrayList<>();
        try (Stream<String> file = Files.lines(FILES.resolve("sentinel.conf.example"))) {
            file.filter(it -> !it.startsWith("tls-") && !it.startsWith("port "))
                    .map(it -> here.getOrDefault(it, it))
                    .forEach(lines::add);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        for (int i = 0; i < tls.length; i += 2) {
            lines.add(0, tls[i].substring(2) + " " + tls[i + 1]);
        }
        lines.add(0, "sentinel announce-ip localhost");
        all.add(RedisProcess.startSentinel(port, lines.toArray(String[]::new)));
        return port;
    }

    private static LockingSettings settings(
            List<Integer> sentinels, Certificates certificates, Path password) {
        String hosts = String.join(",", sentinels.stream().map(it -> "localhost:" + it).toList());
        return TestSettings.of(
                URI.create("rediss+sentinel://doclock@" + hosts + "/doclock"),
                RedisAccess.from(
                        TestConfig.of(
                                Map.of(
                                        "doclock.redis.password-file",
                                        password.toString(),
                                        "doclock.redis.sentinel.user",
                                        "doclock",
                                        "doclock.redis.sentinel.password-file",
                                        password.toString(),
                                        "doclock.redis.tls.ca-file",
                                        certificates.authority().toString()))),
                new Acknowledgement(1, Duration.ofMillis(300)));
    }
}
