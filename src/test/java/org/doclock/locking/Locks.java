package org.doclock.locking;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.doclock.Certificates;
import org.doclock.TestConfig;

/** The locks for tests of what stands on them, without a container. */
public final class Locks {

    private Locks() {}

    /** As short as 10 ms; to be ended by {@link #close(LockingService)}. */
    public static LockingService at(URI redis) {
        return new LockingService(TestSettings.of(redis));
    }

    /** The same, where so many replicas have to have a grant before it counts. */
    public static LockingService at(URI redis, int waitReplicas) {
        return new LockingService(
                TestSettings.of(redis, new Acknowledgement(waitReplicas, Duration.ofMillis(300))));
    }

    /** The same where sentinels say which Redis it is. */
    public static LockingService bySentinels(URI redis) {
        return new LockingService(TestSettings.of(redis, TestSettings.sentinels()));
    }

    /** The same where Redis speaks TLS and asks for a certificate. */
    public static LockingService overTls(URI redis, Certificates certificates) {
        Map<String, String> access =
                Map.of(
                        "doclock.redis.tls.ca-file",
                        certificates.authority().toString(),
                        "doclock.redis.tls.key-store",
                        certificates.client().toString(),
                        "doclock.redis.tls.password-file",
                        certificates.passwordFile().toString());
        return new LockingService(TestSettings.of(redis, RedisAccess.from(TestConfig.of(access))));
    }

    public static void close(LockingService locks) {
        locks.stop();
    }
}
