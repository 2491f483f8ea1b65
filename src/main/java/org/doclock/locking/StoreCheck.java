package org.doclock.locking;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import redis.clients.jedis.exceptions.JedisDataException;

/** Asks Redis how it is: whether it takes changes and runs scripts, and how it is set up. */
record StoreCheck(RedisConnections connections) {

    private static final String KEY = "doc-lock-health";

    /** Writes what expires soon, so that it fails where a lock could not be written either. */
    private static final String SCRIPT =
            "redis.call('SET', KEYS[1], '', 'PX', 1000) return redis.call('TIME')";

    /**
     * @throws StoreUnavailableException if it does not answer by the deadline, or refuses
     */
    StoreReport report(Deadline deadline) {
        long before = System.currentTimeMillis();
        List<?> time =
                (List<?>)
                        connections.call(
                                deadline,
                                (redis, again) -> redis.eval(SCRIPT, List.of(KEY), List.of()));
        long here = (before + System.currentTimeMillis()) / 2;
        long there =
                Long.parseLong((String) time.get(0)) * 1000
                        + Long.parseLong((String) time.get(1)) / 1000;
        Map<String, String> info = info(deadline);
        return new StoreReport(
                info.getOrDefault("redis_version", ""),
                Duration.ofMillis(there - here),
                !info.getOrDefault("maxmemory", "0").equals("0")
                        && !info.getOrDefault("maxmemory_policy", "noeviction")
                                .equals("noeviction"));
    }

    /** Of one master: they are set up alike. Empty where DocLock's user may not ask. */
    private Map<String, String> info(Deadline deadline) {
        String master = connections.masters(deadline).get(0);
        String text =
                connections.onMaster(
                        master,
                        deadline,
                        redis -> {
                            try {
                                return redis.info("server") + redis.info("memory");
                            } catch (JedisDataException notAllowed) {
                                return "";
                            }
                        });
        return text.lines()
                .map(it -> it.split(":", 2))
                .filter(it -> it.length == 2)
                .collect(Collectors.toMap(it -> it[0], it -> it[1], (one, other) -> one));
    }
}
