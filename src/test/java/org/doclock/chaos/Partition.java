package org.doclock.chaos;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Some machines lose sight of all others. The servers see both sides, or only one.
 *
 * @param state of the doors in between
 */
record Partition(Set<Setup.Node> few, List<Setup.Node> many, Servers servers, Door.State state) {

    private static final List<String> SERVERS = List.of(Setup.SERVERS_ADDRESS);

    enum Servers {
        SEE_BOTH,
        SEE_FEW,
        SEE_MANY
    }

    /** A master, in a cluster now and then with a replica, on one side. */
    static Partition of(Setup.Node master, Setup setup, Random random) {
        List<Setup.Node> replicas = new ArrayList<>(setup.nodes());
        replicas.removeAll(setup.masters());
        Set<Setup.Node> few = new LinkedHashSet<>(List.of(master));
        if (setup.kind() == Kind.CLUSTER && random.nextInt(3) == 0) {
            few.add(replicas.get(random.nextInt(replicas.size())));
        }
        List<Setup.Node> many = new ArrayList<>(setup.nodes());
        many.removeAll(few);
        return new Partition(
                few,
                many,
                Servers.values()[random.nextInt(Servers.values().length)],
                random.nextBoolean() ? Door.State.SILENT : Door.State.SHUT);
    }

    void begin() {
        Setup.part(few, many, state);
        switch (servers) {
            case SEE_FEW -> many.forEach(it -> it.set(state, SERVERS));
            case SEE_MANY -> few.forEach(it -> it.set(state, SERVERS));
            case SEE_BOTH -> {}
        }
    }

    @Override
    public String toString() {
        return few.stream()
                .map(it -> "redis-" + it.redis().port())
                .collect(Collectors.joining(" and ", "", " " + state + ", servers " + servers));
    }
}
