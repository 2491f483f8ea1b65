package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.function.Consumer;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** One address says it all: host, port, user, password, database and encryption. */
class RedisUriIT {

    private static final LockOwner ANNA = LockOwner.of("anna");
    private static final char[] STORE_PASSWORD = "changeit".toCharArray();

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
    void anEncryptedRedisIsUsedIfItsCertificateIsTrustedAndForItsName(@TempDir Path folder)
            throws Exception {
        certificate(folder, "localhost");
        try (RedisProcess redis = encrypted(folder)) {
            with("rediss://localhost:" + redis.port(), this::assertItIsRefused);
            trust(folder);
            with("rediss://localhost:" + redis.port(), this::assertItLocks);
            // The certificate is trusted, but for another name.
            with("rediss://127.0.0.1:" + redis.port(), this::assertItIsRefused);
            with("redis://localhost:" + redis.port(), this::assertItIsRefused);
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    private static void with(String uri, Consumer<LockingService> check) {
        LockingService locks = new LockingService(TestSettings.of(URI.create(uri)));
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

    private static RedisProcess encrypted(Path folder) {
        int port = RedisProcess.freePort();
        return RedisProcess.start(
                port,
                "--port",
                "0",
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                folder.resolve("cert.pem").toString(),
                "--tls-key-file",
                folder.resolve("key.pem").toString(),
                "--tls-ca-cert-file",
                folder.resolve("cert.pem").toString(),
                "--tls-auth-clients",
                "no");
    }

    private static void trust(Path folder) {
        System.setProperty("javax.net.ssl.trustStore", folder.resolve("store.p12").toString());
        System.setProperty("javax.net.ssl.trustStorePassword", new String(STORE_PASSWORD));
    }

    /** A certificate of our own for a host name: as PEM for Redis, as a key store for Java. */
    private static void certificate(Path folder, String host)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("store.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "redis",
                                "-keyalg",
                                "RSA",
                                "-dname",
                                "CN=" + host,
                                "-ext",
                                "san=dns:" + host,
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                new String(STORE_PASSWORD))
                        .redirectErrorStream(true)
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD);
        }
        pem(
                folder.resolve("key.pem"),
                "PRIVATE KEY",
                keys.getKey("redis", STORE_PASSWORD).getEncoded());
        pem(folder.resolve("cert.pem"), "CERTIFICATE", keys.getCertificate("redis").getEncoded());
        keys.setCertificateEntry("trusted", keys.getCertificate("redis"));
        try (var out = Files.newOutputStream(store)) {
            keys.store(out, STORE_PASSWORD);
        }
    }

    private static void pem(Path file, String kind, byte[] der) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                        .formatted(kind, Base64.getMimeEncoder().encodeToString(der), kind));
    }
}
