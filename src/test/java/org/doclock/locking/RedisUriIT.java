package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.doclock.Certificates;
import org.doclock.RedisLook;
import org.doclock.RedisProcess;
import org.doclock.TestConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** One address says it all: host, port, user, password, database and encryption. */
class RedisUriIT {

    private static final LockOwner ANNA = LockOwner.of("anna");

    private static Certificates certificates;

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) {
        certificates = Certificates.make(folder, "dns:localhost");
    }

    @Test
    void aPasswordOpensARedisThatAsksForOne() {
        try (RedisProcess redis = RedisProcess.start("--requirepass", "s3/cret")) {
            with("redis://:s3%2Fcret@127.0.0.1:" + redis.port(), this::assertItLocks);
            with("redis://:wrong@127.0.0.1:" + redis.port(), this::assertItIsRefused);
            with("redis://127.0.0.1:" + redis.port(), this::assertItIsRefused);
        }
    }

    @Test
    void aUserOfTheAccessListOpensRedis() {
        try (RedisProcess redis =
                RedisProcess.start(
                        "--user", "locker", "on", ">s3cret", "~doc-lock*", "&doc-lock*", "+@all")) {
            with("redis://locker:s3cret@127.0.0.1:" + redis.port(), this::assertItLocks);
            with("redis://locker:wrong@127.0.0.1:" + redis.port(), this::assertItIsRefused);
            with("redis://nobody:s3cret@127.0.0.1:" + redis.port(), this::assertItIsRefused);
        }
    }

    @Test
    void theDatabaseOfTheAddressIsUsed() {
        try (RedisProcess redis = RedisProcess.start();
                Jedis look = redis.connect()) {
            with("redis://127.0.0.1:" + redis.port() + "/3", this::assertItLocks);
            assertThat(look.exists("doc-lock:quote-1")).isFalse();
            look.select(3);
            assertThat(look.exists("doc-lock:quote-1")).isTrue();
        }
    }

    @Test
    void anEncryptedRedisIsUsedIfItsCertificateIsTrustedAndForItsName() {
        int port = RedisProcess.freePort();
        try (RedisProcess redis =
                RedisProcess.start(port, certificates.redisOptions(port, false))) {
            with("rediss://localhost:" + redis.port(), this::assertItIsRefused);
            trust(certificates);
            with("rediss://localhost:" + redis.port(), this::assertItLocks);
            // The certificate is trusted, but for another name.
            with("rediss://127.0.0.1:" + redis.port(), this::assertItIsRefused);
            with("redis://localhost:" + redis.port(), this::assertItIsRefused);
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    @Test
    void anAuthorityOfOnesOwnIsTrustedAsPemAndAsAKeyStore() {
        int port = RedisProcess.freePort();
        try (RedisProcess redis =
                RedisProcess.start(port, certificates.redisOptions(port, false))) {
            for (Path authority :
                    List.of(certificates.authority(), certificates.authorityStore())) {
                RedisAccess access =
                        access(
                                "doclock.redis.tls.ca-file",
                                authority,
                                "doclock.redis.tls.password-file",
                                certificates.passwordFile());
                with("rediss://localhost:" + redis.port(), access, this::assertItLocks);
                with("rediss://127.0.0.1:" + redis.port(), access, this::assertItIsRefused);
            }
        }
    }

    @Test
    void aRedisThatAsksForACertificateDoesNotDoWithoutOne() {
        int port = RedisProcess.freePort();
        try (RedisProcess redis = RedisProcess.start(port, certificates.redisOptions(port, true))) {
            with(
                    "rediss://localhost:" + redis.port(),
                    access("doclock.redis.tls.ca-file", certificates.authority()),
                    this::assertItIsRefused);
        }
    }

    @Test
    void aClusterMaySpeakTls() {
        int port = RedisProcess.freePort();
        List<String> options = new ArrayList<>(List.of(certificates.redisOptions(port, true)));
        options.addAll(List.of("--cluster-enabled", "yes", "--cluster-port"));
        options.add(Integer.toString(RedisProcess.freePort()));
        options.addAll(List.of("--cluster-announce-hostname", "localhost"));
        options.addAll(List.of("--cluster-preferred-endpoint-type", "hostname"));
        RedisAccess access = clientCertificate();
        URI uri = URI.create("rediss://localhost:" + port);
        try (RedisProcess redis = RedisProcess.start(port, options.toArray(String[]::new));
                RedisLook look = RedisLook.at(uri, access.tls().orElseThrow());
                Jedis node = look.connect()) {
            node.clusterAddSlotsRange(0, 16_383);
            await().until(() -> node.clusterInfo().contains("cluster_state:ok"));
            with("rediss+cluster://localhost:" + redis.port(), access, this::assertItLocks);
        }
    }

    @Test
    void sentinelsMaySpeakTls() {
        int port = RedisProcess.freePort();
        int sentinelPort = RedisProcess.freePort();
        List<String> lines = new ArrayList<>();
        String[] options = certificates.redisOptions(sentinelPort, true);
        for (int i = 0; i < options.length; i += 2) {
            lines.add(options[i].substring(2) + " " + options[i + 1]);
        }
        lines.add("sentinel resolve-hostnames yes");
        lines.add("sentinel announce-hostnames yes");
        lines.add("sentinel monitor doclock localhost " + port + " 1");
        try (RedisProcess redis = RedisProcess.start(port, certificates.redisOptions(port, true));
                RedisProcess sentinel =
                        RedisProcess.startSentinel(sentinelPort, lines.toArray(String[]::new))) {
            assertThat(redis.port()).isEqualTo(port);
            with(
                    "rediss+sentinel://localhost:" + sentinel.port() + "/doclock",
                    clientCertificate(),
                    this::assertItLocks);
        }
    }

    private static RedisAccess clientCertificate() {
        return access(
                "doclock.redis.tls.ca-file",
                certificates.authority(),
                "doclock.redis.tls.key-store",
                certificates.client(),
                "doclock.redis.tls.password-file",
                certificates.passwordFile());
    }

    @Test
    void thePasswordMayStandInAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "s3/cret\n");
        RedisAccess access = access("doclock.redis.password-file", file);
        try (RedisProcess redis = RedisProcess.start("--requirepass", "s3/cret")) {
            with("redis://127.0.0.1:" + redis.port(), access, this::assertItLocks);
            with("redis://default@127.0.0.1:" + redis.port(), access, this::assertItLocks);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://%s/0", "redis+sentinel://%s,%s/doclock", "redis+cluster://%s"})
    void whereNobodyAnswersCallersAreToldAndMayAskAgain(String uri) {
        String nobody = "127.0.0.1:" + RedisProcess.freePort();
        with(
                uri.replace("%s", nobody),
                locks -> {
                    assertItIsRefused(locks);
                    assertItIsRefused(locks);
                });
    }

    private static RedisAccess access(Object... settings) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i].toString(), settings[i + 1].toString());
        }
        return RedisAccess.from(TestConfig.of(values));
    }

    private static void with(String uri, Consumer<LockingService> check) {
        with(uri, RedisAccess.none(), check);
    }

    private static void with(String uri, RedisAccess access, Consumer<LockingService> check) {
        LockingService locks = new LockingService(TestSettings.of(URI.create(uri), access));
        try {
            check.accept(locks);
        } finally {
            locks.stop();
        }
    }

    private void assertItLocks(LockingService locks) {
        assertThat(locks.acquireLock("quote-1", ANNA).success()).isTrue();
        assertThat(locks.getAllLocks()).hasSize(1);
    }

    private void assertItIsRefused(LockingService locks) {
        assertThatThrownBy(() -> locks.acquireLock("quote-1", ANNA))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageNotContaining("s3")
                .hasMessageNotContaining("127.0.0.1");
    }

    private static void trust(Certificates certificates) {
        System.setProperty("javax.net.ssl.trustStore", certificates.authorityStore().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", Certificates.PASSWORD);
    }
}
