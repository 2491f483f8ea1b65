package org.doclock.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.doclock.RedisProcess;
import org.doclock.locking.BenchLocks;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/**
 * What the parts of the scripts cost Redis, in CPU time of its process; pipelined by the hundred.
 */
final class ScriptBench {

    private static final int CALLS = 2_000;
    private static final String LOCK =
            "{\"userId\":\"anna.miller\",\"sessionId\":\"tab-1\",\"token\":1795657468185958,"
                    + "\"timestamp\":1795657468185,\"username\":\"Anna Miller\","
                    + "\"attempt\":\"ACQUIRED-3w5e11264sgsf\"}";

    private ScriptBench() {}

    static String run(Journal journal) {
        journal.progress("scripts: what their parts cost");
        Map<String, String> parts = parts();
        Map<String, List<Double>> micros = new LinkedHashMap<>();
        try (RedisProcess redis = RedisProcess.start();
                Jedis jedis = redis.connect()) {
            Map<String, String> loaded = new LinkedHashMap<>();
            parts.forEach((name, source) -> loaded.put(name, jedis.scriptLoad(source)));
            for (int round = 0; round <= 11; round++) {
                for (Map.Entry<String, String> part : loaded.entrySet()) {
                    jedis.set(key(-1), LOCK);
                    double cost = cost(jedis, part.getValue());
                    if (round > 0) {
                        micros.computeIfAbsent(part.getKey(), it -> new ArrayList<>()).add(cost);
                    }
                }
            }
        }
        StringBuilder table = new StringBuilder("\n**scripts, part by part**\n\n");
        table.append("| part | Redis CPU µs a call |\n|---|---|\n");
        micros.forEach(
                (name, values) ->
                        table.append("| ")
                                .append(name)
                                .append(" | ")
                                .append(Spread.of(values).text("%.1f"))
                                .append(" |\n"));
        return table.toString();
    }

    private static Map<String, String> parts() {
        Function<String, String> part = BenchLocks::part;
        String common = part.apply("common");
        String end = "\nreturn 1";
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("an empty script, with acquire's keys and arguments", "return 1");
        parts.put("+ TIME", "redis.call('TIME')" + end);
        parts.put("+ GET", "redis.call('GET', 'there')" + end);
        parts.put("+ EXISTS", "redis.call('EXISTS', KEYS[1])" + end);
        parts.put("+ SET PXAT", "redis.call('SET', 'x', ARGV[1], 'PXAT', '9795657468185')" + end);
        parts.put(
                "+ PUBLISH, nobody listens",
                "redis.call('PUBLISH', 'doc-lock-events', ARGV[1])" + end);
        parts.put("+ one token as text", "local a = string.format('%.0f', 1795657468185958)" + end);
        parts.put(
                "+ a lock's text taken apart",
                "local a, b, c, d, e, f, g = string.match('"
                        + LOCK
                        + "', '^({\"userId\":\".*),\"token\":(%d+),\"timestamp\":(%d+)(.*),"
                        + "\"attempt\":\"([%u_]+)%-([^\"]*)\"(.*)}$')"
                        + end);
        parts.put("+ the same by cjson.decode", "local a = cjson.decode('" + LOCK + "')" + end);
        parts.put("+ common.lua", common + end);
        parts.put("+ common.lua, grant.lua", common + part.apply("grant") + end);
        parts.put("+ common.lua, held.lua", common + part.apply("held") + end);
        parts.put(
                "acquire of a free document",
                common
                        + part.apply("grant")
                        + part.apply("acquire")
                        + part.apply("held")
                        + part.apply("queue")
                        + part.apply("acquire-contended"));
        parts.put("SET NX PX", "return redis.call('SET', KEYS[1], ARGV[4], 'NX', 'PX', ARGV[5])");
        return parts;
    }

    private static double cost(Jedis redis, String sha1) {
        RedisCost before = RedisCost.of(redis);
        for (int done = 0; done < CALLS; done += 100) {
            try (Pipeline pipeline = redis.pipelined()) {
                for (int i = 0; i < 100; i++) {
                    pipeline.evalsha(
                            sha1,
                            List.of(key(done + i), "doc-lock-fence:{" + key(done + i) + "}"),
                            List.of(
                                    "{\"userId\":\"anna.miller\"",
                                    ",\"sessionId\":\"tab-1\"",
                                    ",\"username\":\"Anna Miller\"",
                                    "3w5e11264s" + i,
                                    "300000",
                                    "172800000",
                                    "\"quote-1\""));
                }
                pipeline.sync();
            }
        }
        RedisCost after = RedisCost.of(redis);
        try (Pipeline pipeline = redis.pipelined()) {
            for (int i = 0; i < CALLS; i++) {
                pipeline.del(key(i));
            }
        }
        return after.cpuMicrosSince(before) / CALLS;
    }

    private static String key(int number) {
        return number < 0 ? "there" : "doc-lock:quote-" + number;
    }
}
