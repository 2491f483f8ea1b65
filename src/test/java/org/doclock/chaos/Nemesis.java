package org.doclock.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.doclock.PayaraProcess;
import org.doclock.RedisLook;
import org.doclock.chaos.History.Act;
import org.doclock.chaos.History.Disturbance;
import org.doclock.chaos.History.Loss;

/** Breaks one thing after the other, each for a while, and mends it. */
final class Nemesis {

    private static final List<Act> ON_ONE_REDIS =
            List.of(Act.KILL, Act.RESTART, Act.PAUSE, Act.SILENCE, Act.REFUSE, Act.PAUSE_SERVER);
    private static final List<Act> ON_MANY = List.of(Act.values());

    private final Setup setup;
    private final List<PayaraProcess> servers;
    private final RedisAccount account;
    private final Recorder recorder;
    private final Random random;

    /**
     * @param random decides what is broken and for how long
     */
    Nemesis(
            Setup setup,
            List<PayaraProcess> servers,
            RedisAccount account,
            Recorder recorder,
            Random random) {
        this.setup = setup;
        this.servers = servers;
        this.account = account;
        this.recorder = recorder;
        this.random = random;
    }

    /** Goes on for so long, then leaves everything whole; does each act before any again. */
    void disturb(Duration time) throws InterruptedException {
        long end = recorder.now() + time.toNanos();
        List<Act> acts = setup.kind().isOneRedis() ? ON_ONE_REDIS : ON_MANY;
        List<Act> left = new ArrayList<>();
        while (recorder.now() < end) {
            if (left.isEmpty()) {
                left.addAll(acts);
                Collections.shuffle(left, random);
            }
            Thread.sleep(500 + random.nextInt(1_500));
            disturb(left.remove(0));
            setup.awaitWhole();
            account.followAgain(setup.nodes().stream().map(Setup.Node::redis).toList());
        }
    }

    private void disturb(Act act) throws InterruptedException {
        long begin = recorder.now();
        if (act == Act.PAUSE_SERVER) {
            int server = random.nextInt(servers.size());
            servers.get(server).pause();
            sleep(4_000);
            servers.get(server).resume();
            recorder.add(new Disturbance(act, "server " + server, begin, recorder.now()));
            return;
        }
        Setup.Node node = victim(act);
        String whose = "redis-" + node.redis().port();
        switch (act) {
            case KILL -> kill(node, 4_000);
            case RESTART -> kill(node, 0);
            case PAUSE -> {
                node.redis().pause();
                sleep(4_000);
                node.redis().resume();
            }
            case SILENCE -> shut(node, Door.State.SILENT);
            case REFUSE -> shut(node, Door.State.SHUT);
            case PART -> {
                Partition partition = Partition.of(node, setup, random);
                partition.begin();
                Thread.sleep(2_000 + random.nextInt(3_000));
                setup.nodes().forEach(it -> it.set(Door.State.OPEN));
                whose = partition.toString();
            }
            default -> {
                node.doors().get(0).set(Door.State.SILENT, setup.addressesOfOthers(node));
                sleep(500);
                kill(node, 4_000);
            }
        }
        recorder.add(new Disturbance(act, whose, begin, recorder.now()));
    }

    /** Mostly a master. */
    private Setup.Node victim(Act act) {
        List<Setup.Node> some =
                act == Act.LAG_AND_KILL || act == Act.PART || random.nextInt(3) > 0
                        ? setup.masters()
                        : setup.nodes();
        return some.get(random.nextInt(some.size()));
    }

    /** Nobody reaches its next life before its first words can be heard. */
    private void kill(Setup.Node node, int atMost) throws InterruptedException {
        node.redis().kill();
        node.set(Door.State.SHUT);
        account.hearOut(node.redis());
        sleep(atMost);
        node.redis().restart();
        account.follow(node.redis());
        setup.rejoin(node);
        if (setup.kind() == Kind.FORGETTING) {
            try (RedisLook redis = RedisLook.at(node.redis().uri())) {
                recorder.add(new Loss(redis.millis()));
            }
        }
        node.set(Door.State.OPEN);
    }

    /** For everybody, or on a single Redis for one server. */
    private void shut(Setup.Node node, Door.State state) throws InterruptedException {
        List<Door> doors = node.doors();
        List<Door> some =
                !setup.kind().isOneRedis() || random.nextBoolean()
                        ? doors
                        : List.of(doors.get(random.nextInt(doors.size())));
        some.forEach(it -> it.set(state));
        sleep(4_000);
        some.forEach(it -> it.set(Door.State.OPEN));
    }

    private void sleep(int atMost) throws InterruptedException {
        Thread.sleep(atMost == 0 ? 0 : random.nextInt(atMost / 8, atMost));
    }
}
