package org.doclock.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.doclock.Certificates;
import org.doclock.LeastAccess;
import org.doclock.RedisCluster;
import org.doclock.RedisProcess;
import org.doclock.RedisSentinels;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockingService;
import org.doclock.locking.Locks;
import org.doclock.locking.StoreUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events are heard from every kind of Redis, and again once another node has taken over. */
class LiveViewOnEveryRedisIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final LockOwner ANNA = LockOwner.of("anna").inSession("tab-1");

    /** Among so many documents each master of a cluster has some. */
    private static final int DOCUMENTS = 20;

    @Test
    void throughAFailoverOfTheSentinels() {
        try (RedisSentinels redis =
                RedisSentinels.start(LeastAccess.redisOptions(), LeastAccess.sentinelLines())
                        .acquainted()) {
            assertIsShown(
                    Locks.bySentinels(redis.uri(LeastAccess.USER_INFO)),
                    () -> redis.master().kill());
        }
    }

    @Test
    void throughAFailoverOfACluster() {
        String[] options =
                Stream.concat(
                                Stream.of(LeastAccess.redisOptions()),
                                Stream.of("--cluster-node-timeout", "1500"))
                        .toArray(String[]::new);
        try (RedisCluster redis = RedisCluster.start(options)) {
            assertIsShown(
                    Locks.at(redis.uri(LeastAccess.USER_INFO)),
                    () -> redis.masters().get(0).kill());
        }
    }

    @Test
    void overTls(@TempDir Path folder) {
        Certificates certificates = Certificates.make(folder, "dns:localhost");
        int port = RedisProcess.freePort();
        try (RedisProcess redis = RedisProcess.start(port, certificates.redisOptions(port, true))) {
            assertIsShown(
                    Locks.overTls(URI.create("rediss://localhost:" + redis.port()), certificates),
                    () -> {});
        }
    }

    private static void assertIsShown(LockingService locks, Runnable disturb) {
        EventSettings settings = new EventSettings(Duration.ofMinutes(5), Duration.ofMinutes(1));
        LockEvents events = new LockEvents(locks, settings);
        LiveView view = new LiveView(events, locks, settings);
        Heard heard = new Heard();
        Registration listening = view.listen(heard);
        try {
            await().atMost(PATIENCE).until(() -> view.locks().isPresent());
            takeAll(locks, "before");
            awaitShown(view, DOCUMENTS);
            disturb.run();
            takeAll(locks, "after");
            await().atMost(PATIENCE).until(() -> view.locks().isPresent());
            locks.acquireLock("heard", ANNA);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThat(heard.events())
                                            .extracting(LockEvent::documentId)
                                            .contains("heard"));
            awaitShown(view, locks.getAllLocks().size());
        } finally {
            listening.close();
            view.stop();
            events.stop();
            Locks.close(locks);
        }
    }

    private static void takeAll(LockingService locks, String prefix) {
        for (int i = 0; i < DOCUMENTS; i++) {
            String document = prefix + i;
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                    .until(() -> locks.acquireLock(document, ANNA).success());
        }
    }

    private static void awaitShown(LiveView view, int locks) {
        await().atMost(PATIENCE)
                .until(() -> view.locks().filter(it -> it.locks().size() == locks).isPresent());
    }
}
