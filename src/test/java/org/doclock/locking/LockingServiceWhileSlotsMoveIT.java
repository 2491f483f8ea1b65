package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.doclock.LeastAccess;
import org.doclock.RedisCluster;
import org.doclock.RedisLook;
import org.doclock.SlotsOnTheMove;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract on a cluster whose slots move all the time, with the keys under test in them, and
 * where every grant waits for its master's replica.
 */
class LockingServiceWhileSlotsMoveIT extends LockingServiceContract {

    private static RedisCluster redis;
    private static SlotsOnTheMove slots;
    private static LockingService service;

    @BeforeAll
    static void startRedis() {
        redis = RedisCluster.start(LeastAccess.redisOptions());
        slots = new SlotsOnTheMove(redis);
        // Here every slot moves all the time, and the machine may be busy: more tries than usual.
        service =
                new LockingService(
                        TestSettings.of(
                                TestSettings.redis(
                                        redis.uri(LeastAccess.USER_INFO),
                                        RedisAccess.none(),
                                        Duration.ofMillis(800),
                                        Duration.ofSeconds(10),
                                        new Acknowledgement(1, Duration.ofMillis(500)))));
    }

    @AfterAll
    static void stopRedis() {
        slots.close();
        service.stop();
        redis.close();
        assertThat(slots.slotsMoved()).isPositive();
        assertThat(slots.keysMoved()).isPositive();
        // How many there are is chance: none in one run of six.
        System.out.println("Redirected while slots moved: " + slots.redirections());
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
