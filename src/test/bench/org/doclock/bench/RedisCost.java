package org.doclock.bench;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import redis.clients.jedis.Jedis;

/**
 * What Redis has used so far, by its own account.
 *
 * @param cpuSeconds of the whole process
 * @param commandMicros by command; a script's own include those of the commands inside it
 */
record RedisCost(double cpuSeconds, Map<String, Long> commandMicros) {

    private static final Pattern COMMAND = Pattern.compile("cmdstat_(\\w+):calls=\\d+,usec=(\\d+)");

    static RedisCost of(Jedis redis) {
        String cpu = redis.info("cpu");
        return new RedisCost(
                number(cpu, "used_cpu_user") + number(cpu, "used_cpu_sys"),
                COMMAND.matcher(redis.info("commandstats"))
                        .results()
                        .collect(
                                Collectors.toMap(
                                        it -> it.group(1), it -> Long.parseLong(it.group(2)))));
    }

    static double number(String info, String name) {
        Matcher matcher = Pattern.compile("(?m)^" + name + ":([\\d.]+)").matcher(info);
        if (!matcher.find()) {
            throw new IllegalStateException("No " + name + " in " + info);
        }
        return Double.parseDouble(matcher.group(1));
    }

    double cpuMicrosSince(RedisCost earlier) {
        return (cpuSeconds - earlier.cpuSeconds) * 1e6;
    }

    double commandMicrosSince(RedisCost earlier, Set<String> commands) {
        return commands.stream()
                .mapToLong(
                        it ->
                                commandMicros.getOrDefault(it, 0L)
                                        - earlier.commandMicros.getOrDefault(it, 0L))
                .sum();
    }
}
