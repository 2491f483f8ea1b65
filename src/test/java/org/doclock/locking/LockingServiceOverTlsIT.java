package org.doclock.locking;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.doclock.Certificates;
import org.doclock.RedisLook;
import org.doclock.RedisProcess;
import org.doclock.TestConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract against a Redis that speaks TLS only and asks for a certificate. */
class LockingServiceOverTlsIT extends LockingServiceContract {

    @TempDir private static Path folder;

    private static RedisProcess process;
    private static RedisAccess access;
    private static LockingService service;

    @BeforeAll
    static void startRedis() {
        Certificates certificates = Certificates.make(folder, "dns:localhost");
        int port = RedisProcess.freePort();
        process = RedisProcess.start(port, certificates.redisOptions(port, true));
        access =
                RedisAccess.from(
                        TestConfig.of(
                                Map.of(
                                        "doclock.redis.tls.ca-file",
                                        certificates.authority().toString(),
                                        "doclock.redis.tls.key-store",
                                        certificates.client().toString(),
                                        "doclock.redis.tls.password-file",
                                        certificates.passwordFile().toString())));
        service = new LockingService(TestSettings.of(uri(), access));
    }

    @AfterAll
    static void stopRedis() {
        service.stop();
        process.close();
    }

    @Override
    LockingService locks() {
        return service;
    }

    @Override
    LockingService administration() {
        return service;
    }

    @Override
    RedisLook look() {
        return RedisLook.at(uri(), access.tls().orElseThrow());
    }

    private static URI uri() {
        return URI.create("rediss://localhost:" + process.port());
    }
}
