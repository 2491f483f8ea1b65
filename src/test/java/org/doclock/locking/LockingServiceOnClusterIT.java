package org.doclock.locking;

import org.doclock.LeastAccess;
import org.doclock.RedisCluster;
import org.doclock.RedisLook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract against three masters and their replicas, with calls that travel together. */
class LockingServiceOnClusterIT extends LockingServiceContract {

    private static RedisCluster redis;
    private static LockingService service;

    @BeforeAll
    static void startRedis() {
        redis = RedisCluster.start(LeastAccess.redisOptions());
        service =
                new LockingService(
                        TestSettings.together(TestSettings.of(redis.uri(LeastAccess.USER_INFO))));
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
        return redis.look();
    }
}
