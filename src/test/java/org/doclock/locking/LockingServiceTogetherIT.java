package org.doclock.locking;

import org.doclock.RedisLook;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract with calls that travel together, however few there are. */
class LockingServiceTogetherIT extends LockingServiceContract {

    private static RedisProcess process;
    private static LockingService service;

    @BeforeAll
    static void startRedis() {
        process = RedisProcess.start();
        service = new LockingService(TestSettings.together(TestSettings.of(process.uri())));
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

    /** Without a container nobody asks for roles. */
    @Override
    LockingService administration() {
        return service;
    }

    @Override
    RedisLook look() {
        return RedisLook.at(process.uri());
    }
}
