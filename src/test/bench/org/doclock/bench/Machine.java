package org.doclock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.doclock.RedisProcess;
import redis.clients.jedis.Jedis;

/** On what was measured. */
final class Machine {

    private Machine() {}

    static String text() throws IOException {
        return "%s; %d cores, %s; %s, Java %s, Redis %s; load before: %s\n"
                .formatted(
                        LocalDate.now(),
                        Runtime.getRuntime().availableProcessors(),
                        line("/proc/cpuinfo", "model name").replaceAll(".*: ", ""),
                        System.getProperty("os.name") + " " + System.getProperty("os.version"),
                        System.getProperty("java.version"),
                        redis(),
                        line("/proc/loadavg", ""));
    }

    private static String redis() {
        try (RedisProcess redis = RedisProcess.start();
                Jedis jedis = redis.connect()) {
            return jedis.info("server").replaceAll("(?s).*redis_version:(\\S+).*", "$1")
                    + jedis.info("memory").replaceAll("(?s).*mem_allocator:(\\S+).*", " with $1");
        }
    }

    private static String line(String file, String beginning) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(it -> it.startsWith(beginning)).findFirst().orElse("unknown");
        }
    }
}
