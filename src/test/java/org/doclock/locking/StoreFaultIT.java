package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Redis is there and refuses: why is told at once, nothing is granted, and it passes by itself. */
class StoreFaultIT {

    private static final LockOwner ANNA = LockOwner.of("anna").inSession("tab-1");
    private static final String[] SLOW_TO_LOAD = {
        "--key-load-delay", "1000", "--loading-process-events-interval-bytes", "1024"
    };

    private RedisProcess redis;
    private LockingService locks;

    private Jedis start(String... options) {
        redis = RedisProcess.start(options);
        locks = new LockingService(TestSettings.of(redis.uri()));
        locks.acquireLock("quote-1", ANNA);
        return redis.connect();
    }

    @AfterEach
    void end() {
        locks.stop();
        redis.close();
    }

    @Test
    void aFullRedisStillLetsGo() {
        try (Jedis admin = start()) {
            admin.configSet("maxmemory", "1");
            assertRefused("is full");
            assertThat(locks.releaseLock("quote-1", ANNA).outcome())
                    .isEqualTo(LockOutcome.RELEASED);
            admin.configSet("maxmemory", "0");
            assertServed();
        }
    }

    @Test
    void aMasterThatHasBecomeAReplica() {
        try (RedisProcess other = RedisProcess.start();
                Jedis admin = start()) {
            admin.replicaof("127.0.0.1", other.port());
            assertRefused("takes no changes while its master changes");
            admin.replicaofNoOne();
            assertServed();
        }
    }

    @Test
    void aReplicaWithoutItsMasterThatAnswersNothing() {
        try (Jedis admin = start("--replica-serve-stale-data", "no")) {
            admin.replicaof("127.0.0.1", RedisProcess.freePort());
            assertRefused("has lost its master");
            admin.replicaofNoOne();
            assertServed();
        }
    }

    @Test
    void aMasterWithTooFewReplicas() {
        try (Jedis admin = start()) {
            admin.configSet("min-replicas-to-write", "1");
            assertRefused("too few replicas");
            admin.configSet("min-replicas-to-write", "0");
            assertServed();
        }
    }

    @Test
    void aPasswordThatWasChanged() {
        try (Jedis admin = start()) {
            admin.configSet("requirepass", "new");
            admin.sendCommand(() -> "CLIENT".getBytes(), "KILL", "TYPE", "NORMAL", "SKIPME", "yes");
            assertRefused("refuses DocLock's user or password");
            admin.configSet("requirepass", "");
            assertServed();
        }
    }

    @Test
    void aUserWhoMayNoLonger() {
        try (Jedis admin = start()) {
            admin.aclSetUser("default", "-evalsha", "-eval");
            assertRefused("does not let DocLock's user");
            admin.aclSetUser("default", "+@all");
            assertServed();
        }
    }

    @Test
    void aDiskThatCannotBeWritten() {
        try (Jedis admin = start()) {
            admin.configSet("save", "3600 1");
            admin.configSet("rdb-key-save-delay", "1000000");
            admin.bgsave();
            killTheSavingProcess();
            await().until(() -> admin.info("persistence").contains("bgsave_status:err"));
            assertRefused("cannot save");
            admin.configSet("stop-writes-on-bgsave-error", "no");
            assertServed();
        }
    }

    @Test
    void aScriptOfSomebodyElseThatDoesNotEnd() {
        try (Jedis admin = start("--busy-reply-threshold", "50");
                Jedis somebody = redis.connect()) {
            CompletableFuture<Throwable> endless =
                    CompletableFuture.supplyAsync(
                            () -> catchThrowable(() -> somebody.eval("while true do end")));
            await().untilAsserted(() -> assertRefused("is busy"));
            admin.scriptKill();
            assertServed();
            assertThat(endless.join()).hasMessageContaining("killed");
        }
    }

    @Test
    void aRedisThatIsLoading() {
        try (Jedis admin = start(SLOW_TO_LOAD)) {
            for (int i = 0; i < 1000; i++) {
                admin.set("filler-" + i, "x".repeat(100));
            }
            admin.save();
        }
        redis.kill();
        CompletableFuture<Void> restart = CompletableFuture.runAsync(redis::restart);
        Set<String> told = new TreeSet<>();
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            Throwable refusal =
                                    catchThrowable(() -> locks.acquireLock("quote-2", ANNA));
                            if (refusal != null) {
                                told.add(refusal.getMessage());
                            }
                            return refusal == null;
                        });
        restart.join();
        assertThat(told).anyMatch(it -> it.contains("is starting"));
    }

    @Test
    void scriptsThatRedisHasForgotten() {
        try (Jedis admin = start()) {
            admin.scriptFlush();
            assertServed();
            admin.scriptFlush();
            assertThat(
                            locks.acquireLocks(
                                            List.of("a", "b", "c"), ANNA, AcquireOptions.defaults())
                                    .success())
                    .isTrue();
        }
    }

    private void killTheSavingProcess() {
        await().until(() -> redis.children().findAny().isPresent());
        redis.children().forEach(ProcessHandle::destroyForcibly);
    }

    private void assertRefused(String why) {
        long begin = System.nanoTime();
        assertThatThrownBy(() -> locks.acquireLock("quote-2", ANNA))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("127.0.0.1");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    }

    private void assertServed() {
        await().atMost(Duration.ofSeconds(1))
                .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                .until(() -> locks.acquireLock("quote-2", ANNA).success());
        try (Jedis look = redis.connect()) {
            assertThat(look.get("doc-lock:quote-2")).contains("anna");
        }
    }
}
