package org.doclock.bench;

/**
 * One round of one contender.
 *
 * @param perSecond operations a second
 * @param p50 microseconds, 0 where latency was not measured
 * @param p99 microseconds, 0 where latency was not measured
 * @param redisMicros CPU time of the whole Redis process for one operation
 * @param commandMicros that part of it which its commands took
 */
record Sample(
        String section,
        String work,
        int threads,
        String contender,
        int round,
        double perSecond,
        double p50,
        double p99,
        double redisMicros,
        double commandMicros) {

    static final String HEADER =
            "section,work,threads,contender,round,perSecond,p50us,p99us,redisCpuUs,redisCommandUs";

    String csv() {
        return String.join(
                ",",
                section,
                work,
                "" + threads,
                contender,
                "" + round,
                "%.1f".formatted(perSecond),
                "%.2f".formatted(p50),
                "%.2f".formatted(p99),
                "%.2f".formatted(redisMicros),
                "%.2f".formatted(commandMicros));
    }
}
