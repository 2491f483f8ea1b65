package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.doclock.locking.LockOutcome.ACQUIRED;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.doclock.RedisLook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;

/** How the sentences of the contract are said: one document a test, and Redis beside the locks. */
abstract class ContractSpeech {

    static final Duration LONG = Duration.ofMinutes(5);
    static final Duration SHORT = Duration.ofMillis(60);
    static final Duration PATIENCE = Duration.ofSeconds(10);

    static final LockOwner ANNA = LockOwner.of("anna");
    static final LockOwner ANNA_TAB_1 = LockOwner.of("anna").inSession("tab-1");
    static final LockOwner ANNA_TAB_2 = LockOwner.of("anna").inSession("tab-2");
    static final LockOwner BOB = LockOwner.of("bob").named("Bob B.");

    RedisLook look;
    UnifiedJedis redis;
    String doc;

    abstract LockingService locks();

    /** The same locks, for a caller with the role of administrators. */
    abstract LockingService administration();

    /** Into the Redis that the locks are in; closed after each test. */
    abstract RedisLook look();

    @BeforeEach
    void connectToRedis() {
        look = look();
        redis = look.redis();
    }

    @AfterEach
    void disconnectFromRedis() {
        look.close();
    }

    @BeforeEach
    void nameADocument() {
        doc = "quote-" + UUID.randomUUID();
    }

    String key() {
        return "doc-lock:" + doc;
    }

    String fenceKey() {
        return "doc-lock-fence:{doc-lock:" + doc + "}";
    }

    String text() {
        return redis.get(key());
    }

    String fence() {
        return redis.get(fenceKey());
    }

    /** As the fence knows the owner, whose beginning of a lock's text this is. */
    static String digest(String owner) {
        try {
            byte[] utf8 = owner.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(utf8))
                    .substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }

    long pttl() {
        return redis.pttl(key());
    }

    long redisMillis() {
        return look.millis();
    }

    void awaitFree() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !redis.exists(key()));
    }

    /** A lock as another program would write it, for a minute. */
    void foreign(String text) {
        foreign(doc, text);
    }

    void foreign(String document, String text) {
        redis.set("doc-lock:" + document, text, SetParams.setParams().px(60_000));
    }

    static AcquireOptions options() {
        return AcquireOptions.defaults();
    }

    DocumentLock acquire(LockOwner owner, Duration ttl) {
        return lock(locks().acquireLock(doc, owner, options().ttl(ttl)));
    }

    LockOutcome outcome(LockOwner owner) {
        return locks().acquireLock(doc, owner).outcome();
    }

    LockSetResult acquireAll(LockOwner owner, String... documents) {
        return locks().acquireLocks(List.of(documents), owner, options());
    }

    LockResult resume(LockOwner owner, long token) {
        return locks().acquireLock(doc, owner, options().resuming(token));
    }

    void assertNotResumed(LockOwner owner, long token) {
        LockResult result = resume(owner, token);
        assertThat(result.outcome()).isEqualTo(ACQUIRED);
        assertThat(token(result)).isGreaterThan(token);
    }

    LockResult extend(LockOwner owner, long token) {
        return locks().extendLock(doc, owner, OptionalLong.of(token), Optional.empty());
    }

    LockResult release(LockOwner owner, long token) {
        return locks().releaseLock(doc, owner, OptionalLong.of(token), Duration.ZERO);
    }

    LockResult releaseWithGrace(LockOwner owner, Duration grace) {
        return locks().releaseLock(doc, owner, OptionalLong.empty(), grace);
    }

    LockResult breakLock(OptionalLong token) {
        return administration().forceReleaseLock(doc, "root", Optional.empty(), token);
    }

    LockResult transfer(LockOwner from, OptionalLong token, LockOwner to) {
        return locks().transferLock(doc, from, token, to, Duration.ofSeconds(30));
    }

    Optional<DocumentLock> info() {
        return locks().getLockInfo(doc);
    }

    List<String> ofThisDocument(List<String> messages) {
        synchronized (messages) {
            return messages.stream().filter(it -> it.contains('"' + doc + '"')).toList();
        }
    }

    static DocumentLock lock(LockResult result) {
        return result.lockInfo().orElseThrow();
    }

    static long token(LockResult result) {
        return lock(result).token();
    }

    static Offset<Long> within(long millis) {
        return Offset.offset(millis);
    }

    static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(InvalidLockRequestException.class);
    }
}
