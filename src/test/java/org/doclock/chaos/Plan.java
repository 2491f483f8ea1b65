package org.doclock.chaos;

import java.time.Duration;
import java.util.Locale;

/**
 * What to try.
 *
 * @param waitReplicas how many replicas have to acknowledge a grant
 */
record Plan(Kind kind, int waitReplicas, Duration time, long seed) {

    String name() {
        return kind.name().toLowerCase(Locale.ROOT)
                + (waitReplicas == 0 ? "" : "-waiting-for-" + waitReplicas);
    }
}
