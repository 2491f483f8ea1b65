package org.doclock;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import redis.clients.jedis.Jedis;

/**
 * A master and its replicas, each of which learns what the master did a while later. Nobody watches
 * them: the test decides who is promoted.
 */
public record RedisReplicas(
        RedisProcess master, List<LaggingProxy> links, List<RedisProcess> replicas)
        implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * @param lags of each replica
     */
    public static RedisReplicas start(List<Duration> lags) {
        RedisProcess master = RedisProcess.start("--repl-diskless-sync-delay", "0");
        List<LaggingProxy> links =
                lags.stream().map(it -> new LaggingProxy(master.port(), it)).toList();
        List<RedisProcess> replicas =
                links.stream()
                        .map(it -> RedisProcess.start("--replicaof", "127.0.0.1 " + it.port()))
                        .toList();
        RedisReplicas all = new RedisReplicas(master, links, replicas);
        all.awaitReplicas();
        return all;
    }

    /** Until all of them follow the master again, and know all that it does. */
    public void awaitReplicas() {
        try (Jedis jedis = master.connect()) {
            await().atMost(PATIENCE)
                    .until(
                            () -> {
                                jedis.publish("nobody", "all that was before is known by then");
                                return jedis.waitReplicas(replicas.size(), 1_000)
                                        == replicas.size();
                            });
        }
    }

    /** The master dies with all that is on its way, and the replica that knows least follows. */
    public RedisProcess failOverToTheWorst() {
        links.forEach(LaggingProxy::cut);
        master.kill();
        RedisProcess worst =
                replicas.stream()
                        .min(Comparator.comparingLong(RedisReplicas::offset))
                        .orElseThrow();
        try (Jedis jedis = worst.connect()) {
            jedis.replicaofNoOne();
        }
        return worst;
    }

    private static long offset(RedisProcess replica) {
        try (Jedis jedis = replica.connect()) {
            return jedis.info("replication")
                    .lines()
                    .filter(it -> it.startsWith("slave_repl_offset:"))
                    .mapToLong(it -> Long.parseLong(it.substring(it.indexOf(':') + 1)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Override
    public void close() {
        links.forEach(LaggingProxy::close);
        replicas.forEach(
                it -> {
                    it.resume();
                    it.close();
                });
        master.close();
    }
}
