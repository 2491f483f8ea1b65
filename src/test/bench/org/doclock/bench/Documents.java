package org.doclock.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The documents of the benchmarks: 100,000 that are free, and 1,000 that are held. */
final class Documents {

    static final int FREE = 100_000;
    static final int HELD = 1_000;
    private static final String[] FREE_IDS = ids("quote-", FREE);
    private static final String[] HELD_IDS = ids("held-", HELD);

    private Documents() {}

    static String free(int number) {
        return FREE_IDS[number];
    }

    static String held(int number) {
        return HELD_IDS[number % HELD];
    }

    static List<String> held() {
        return List.of(HELD_IDS);
    }

    /** A hundred of the held ones, beginning with this one. */
    static List<String> hundredFrom(String heldId) {
        int first = Integer.parseInt(heldId.substring("held-".length())) % (HELD - 100);
        return Arrays.asList(HELD_IDS).subList(first, first + 100);
    }

    private static String[] ids(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(it -> prefix + it).toArray(String[]::new);
    }
}
