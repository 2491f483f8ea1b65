package org.doclock.locking;

import org.doclock.LeastAccess;
import org.doclock.RedisLook;
import org.doclock.RedisSentinels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract against a master that three sentinels watch, with calls that travel together. */
class LockingServiceOnSentinelIT extends LockingServiceContract {

    private static RedisSentinels redis;
    private static LockingService service;

    @BeforeAll
    static void startRedis() {
        redis = RedisSentinels.start(LeastAccess.redisOptions(), LeastAccess.sentinelLines());
        service =
                new LockingService(
                        TestSettings.together(
                                TestSettings.of(
                                        redis.uri(LeastAccess.USER_INFO),
                                        TestSettings.sentinels())));
    }

    @AfterAll
    static void stopRedis() {
        service.stop();
        redis.close();
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
        return RedisLook.at(redis.master().uri());
    }
}
