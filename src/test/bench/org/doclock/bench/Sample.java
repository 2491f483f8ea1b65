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

    static Sample of(String csv) {
        String[] fields = csv.split(",");
        return new Sample(
                fields[0],
                fields[1],
                Integer.parseInt(fields[2]),
                fields[3],
                Integer.parseInt(fields[4]),
                Double.parseDouble(fields[5]),
                Double.parseDouble(fields[6]),
                Double.parseDouble(fields[7]),
                Double.parseDouble(fields[8]),
                Double.parseDouble(fields[9]));
    }

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
