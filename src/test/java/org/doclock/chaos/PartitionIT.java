package org.doclock.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.doclock.Chaos;
import org.doclock.locking.LockOwner;
import org.doclock.locking.LockingService;
import org.doclock.locking.Locks;
import org.doclock.locking.StoreUnavailableException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * A master is parted from all other nodes, and still seen by DocLock, which goes on asking it. It
 * stops taking changes by itself, and a replica takes its place. How many grants that their owners
 * were told of did the new master not know: none where replicas were waited for.
 */
class PartitionIT {

    private static final LockOwner ANNA = LockOwner.of("anna");
    private static final LockOwner BEN = LockOwner.of("ben");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Of the first of three masters. */
    private static final int LAST_SLOT = 5_460;

    private final Queue<String> granted = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    @ParameterizedTest
    @CsvSource({"CLUSTER,0", "CLUSTER,1", "SENTINEL,0", "SENTINEL,2"})
    void aMasterThatIsAloneStopsGranting(Kind kind, int waitReplicas) throws Exception {
        try (Setup setup = kind.start()) {
            Setup.Node alone = setup.nodes().get(0);
            if (kind == Kind.SENTINEL) {
                setup.nodes().forEach(PartitionIT::wantsAReplica);
            }
            List<Setup.Node> others = setup.nodes().subList(1, setup.nodes().size());
            LockingService locks = Locks.at(setup.uris().get(0), waitReplicas);
            Thread editor = new Thread(() -> edit(kind, locks));
            editor.start();
            await().atMost(PATIENCE).until(() -> granted.size() > 50);

            long parted = System.nanoTime();
            Setup.part(List.of(alone), others, Door.State.SILENT);
            await().atMost(PATIENCE).until(() -> refusesChanges(alone));
            Duration refused = since(parted);
            await().atMost(PATIENCE).until(() -> isPromoted(setup, others));
            Duration promoted = since(parted);
            int before = granted.size();
            if (waitReplicas == 0) {
                await().atMost(PATIENCE).until(() -> granted.size() > before);
            }
            over = true;
            editor.join();
            others.forEach(it -> it.set(Door.State.OPEN));
            alone.set(Door.State.OPEN);
            setup.awaitWhole();

            List<String> lost = takenByOthers(locks);
            Locks.close(locks);
            Chaos.report(
                    "parted: %s, waited for %d: refuses changes after %d ms, replaced after %d ms,"
                            + " %d grants, %d lost",
                    kind,
                    waitReplicas,
                    refused.toMillis(),
                    promoted.toMillis(),
                    granted.size(),
                    lost.size());
            if (waitReplicas > 0) {
                assertThat(lost).isEmpty();
            } else {
                assertThat(lost).isNotEmpty();
            }
        }
    }

    private void edit(Kind kind, LockingService locks) {
        for (int i = 0; !over; i++) {
            String document = "quote-" + i;
            if (kind == Kind.CLUSTER
                    && JedisClusterCRC16.getSlot("doc-lock:" + document) > LAST_SLOT) {
                continue;
            }
            try {
                locks.acquireLock(document, ANNA);
                granted.add(document);
            } catch (StoreUnavailableException notGranted) {
                Thread.onSpinWait();
            }
        }
    }

    private List<String> takenByOthers(LockingService locks) {
        List<String> taken = new ArrayList<>();
        for (String document : granted) {
            boolean success =
                    await().atMost(PATIENCE)
                            .pollDelay(Duration.ZERO)
                            .ignoreException(StoreUnavailableException.class)
                            .until(() -> locks.acquireLock(document, BEN), any -> true)
                            .success();
            if (success) {
                taken.add(document);
            }
        }
        return taken;
    }

    /** As payara-config/production/redis.conf has it, but within the test's patience. */
    private static void wantsAReplica(Setup.Node node) {
        try (Jedis jedis = node.redis().connect()) {
            jedis.configSet("min-replicas-to-write", "1");
            jedis.configSet("min-replicas-max-lag", "1");
        }
    }

    /** Asked beside the doors. */
    private static boolean refusesChanges(Setup.Node node) {
        try (Jedis jedis = node.redis().connect()) {
            jedis.set("probe{doc-lock:quote-" + firstOfTheFirst() + "}", "");
            return false;
        } catch (JedisDataException refused) {
            return refused.getMessage().startsWith("CLUSTERDOWN")
                    || refused.getMessage().startsWith("NOREPLICAS");
        }
    }

    private static int firstOfTheFirst() {
        int number = 0;
        while (JedisClusterCRC16.getSlot("doc-lock:quote-" + number) > LAST_SLOT) {
            number++;
        }
        return number;
    }

    private static boolean isPromoted(Setup setup, List<Setup.Node> others) {
        try {
            int masters = setup.kind() == Kind.CLUSTER ? 3 : 1;
            return others.stream()
                            .filter(it -> it.info("replication").contains("role:master"))
                            .count()
                    == masters;
        } catch (JedisConnectionException roleChanges) {
            return false;
        }
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
