package org.doclock.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.doclock.RedisProcess;
import org.doclock.locking.BenchLocks;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

/**
 * What the scripts and their parts cost Redis, in CPU time of its process; pipelined by the
 * hundred, so that the network is hardly in it, on documents out of 100,000.
 */
final class ScriptBench {

    private static final int CALLS = 4_000;
    private static final int AT_ONCE = 100;
    private static final int ROUNDS = 11;
    private static final Pattern TOKEN = Pattern.compile("\"token\":(\\d+)");
    private static final String USER = "{\"userId\":\"anna.miller\"";
    private static final String SESSION = ",\"sessionId\":\"tab-1\"";
    private static final String NAME = ",\"username\":\"Anna Miller\"";
    private static final String BOB = "{\"userId\":\"bob\"";
    private static final String ID = "\"quote-1\"";
    private static final String AFTER = "172800000";
    private static final String VALUE = "1jd8f7ah3k2l1";
    private static final String LOCK =
            USER
                    + SESSION
                    + ",\"token\":1795657468185958,\"timestamp\":1795657468185,"
                    + "\"username\":\"Anna Miller\",\"attempt\":\"ACQUIRED-3w5e11264sgsf\"}";

    private final Jedis redis;
    private final Map<String, List<Double>> micros = new LinkedHashMap<>();
    private int round;

    private ScriptBench(Jedis redis) {
        this.redis = redis;
    }

    static String run(Journal journal) {
        journal.progress("scripts: what they and their parts cost");
        try (RedisProcess redis = RedisProcess.start();
                Jedis jedis = redis.connect()) {
            ScriptBench bench = new ScriptBench(jedis);
            Map<String, String> parts = parts();
            for (bench.round = 0; bench.round <= ROUNDS; bench.round++) {
                parts.forEach(bench::part);
                bench.wholeScripts();
                bench.plainCommands();
            }
            return bench.table();
        }
    }

    /** Each adds one thing to the first. */
    private static Map<String, String> parts() {
        String end = "\nreturn 1";
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("an empty script, with acquire's keys and arguments", "return 1");
        parts.put("+ TIME", "redis.call('TIME')" + end);
        parts.put("+ GET of a key that is not there", "redis.call('GET', KEYS[1])" + end);
        parts.put("+ GET of a fence", "redis.call('GET', KEYS[2])" + end);
        parts.put("+ EXISTS", "redis.call('EXISTS', KEYS[1])" + end);
        parts.put(
                "+ SET PXAT of a fence",
                "redis.call('SET', KEYS[2], ARGV[1], 'PXAT', '9795657468185')" + end);
        parts.put(
                "+ SET KEEPTTL of a fence", "redis.call('SET', KEYS[2], ARGV[1], 'KEEPTTL')" + end);
        parts.put(
                "+ PUBLISH, nobody listens",
                "redis.call('PUBLISH', 'doc-lock-events', ARGV[1])" + end);
        parts.put("+ one token as text", "local a = string.format('%.0f', 1795657468185958)" + end);
        parts.put("+ a digest", "local a = redis.sha1hex(ARGV[1])" + end);
        parts.put("+ a table of twelve fields", "local a = " + twelveFields() + end);
        parts.put("+ a reply that is a table", "return { 'ACQUIRED', ARGV[1], 1, 2 }");
        parts.put(
                "+ a lock's text taken apart",
                "local a, b, c, d, e, f, g = string.match('"
                        + LOCK
                        + "', '^({\"userId\":\".-),\"token\":(%d+),\"timestamp\":(%d+)(.-),"
                        + "\"attempt\":\"([%u_]+)%-([^\"]*)\"(.*)}$')"
                        + end);
        parts.put("+ the same by cjson.decode", "local a = cjson.decode('" + LOCK + "')" + end);
        parts.put("+ common.lua", BenchLocks.part("common") + end);
        parts.put(
                "+ common.lua, reading.lua, held.lua",
                BenchLocks.part("common")
                        + BenchLocks.part("reading")
                        + BenchLocks.part("held")
                        + end);
        return parts;
    }

    private static String twelveFields() {
        StringBuilder fields = new StringBuilder("{");
        for (char field = 'a'; field <= 'l'; field++) {
            fields.append(field).append(" = ARGV[1],");
        }
        return fields.append('}').toString();
    }

    private void part(String name, String source) {
        script(name, redis.scriptLoad(source), ScriptBench::acquiring);
    }

    private void wholeScripts() {
        String acquire = redis.scriptLoad(BenchLocks.script("acquire"));
        String hold = redis.scriptLoad(BenchLocks.script("hold"));
        String extend = redis.scriptLoad(BenchLocks.script("extend"));
        String release = redis.scriptLoad(BenchLocks.script("release"));
        List<String> tokens =
                script("acquire of a free document", acquire, ScriptBench::acquiring).stream()
                        .map(ScriptBench::token)
                        .toList();
        script("acquire, refused", acquire, it -> List.of(BOB, "", "", "a", "9000", AFTER, ID));
        script(
                "acquire, renewed",
                acquire,
                it -> List.of(USER, SESSION, NAME, "b" + it, "600000", AFTER, ID));
        script(
                "extend (a heartbeat)",
                extend,
                it -> List.of(USER, SESSION, NAME, "c", "700000", AFTER, ID, tokens.get(it)));
        script(
                "hold (the guard)",
                hold,
                it -> List.of(USER + SESSION, "800000", AFTER, ID, tokens.get(it)));
        script(
                "release",
                release,
                it -> List.of(USER, SESSION, "d" + it, "0", AFTER, ID, tokens.get(it)));
    }

    private void plainCommands() {
        String compare = redis.scriptLoad(Baseline.COMPARE_AND_DELETE);
        SetParams free = new SetParams().nx().px(300_000);
        measure("baseline: SET NX PX", (pipeline, it) -> pipeline.set(key(it), VALUE, free));
        measure(
                "baseline: compare and delete",
                (pipeline, it) -> pipeline.evalsha(compare, List.of(key(it)), List.of(VALUE)));
    }

    private static List<String> acquiring(int call) {
        return List.of(USER, SESSION, NAME, "3w5e11264s" + call, "300000", AFTER, ID);
    }

    private List<Object> script(String name, String sha1, IntFunction<List<String>> arguments) {
        return measure(
                name,
                (pipeline, it) ->
                        pipeline.evalsha(
                                sha1,
                                List.of(key(it), "doc-lock-fence:{" + key(it) + "}"),
                                arguments.apply(it)));
    }

    /** The replies. */
    private List<Object> measure(String name, BiFunction<Pipeline, Integer, Response<?>> call) {
        List<Object> replies = new ArrayList<>(CALLS);
        RedisCost before = RedisCost.of(redis);
        for (int done = 0; done < CALLS; done += AT_ONCE) {
            List<Response<?>> batch = new ArrayList<>(AT_ONCE);
            try (Pipeline pipeline = redis.pipelined()) {
                for (int i = 0; i < AT_ONCE; i++) {
                    batch.add(call.apply(pipeline, done + i));
                }
                pipeline.sync();
            }
            batch.forEach(it -> replies.add(it.get()));
        }
        if (round > 0) {
            micros.computeIfAbsent(name, it -> new ArrayList<>())
                    .add(RedisCost.of(redis).cpuMicrosSince(before) / CALLS);
        }
        return replies;
    }

    private static String token(Object reply) {
        Matcher token = TOKEN.matcher((String) reply);
        Contenders.check(token.find());
        return token.group(1);
    }

    /** Spread over all documents, and in each round others. */
    private String key(int call) {
        return "doc-lock:" + Documents.free((int) ((round + 7919L * call) % Documents.FREE));
    }

    private String table() {
        StringBuilder table = new StringBuilder("\n**scripts, and their parts**\n\n");
        table.append("| part | Redis CPU µs a call |\n|---|---|\n");
        micros.forEach(
                (name, values) ->
                        table.append(
                                "| %s | %s |\n".formatted(name, Spread.of(values).text("%.1f"))));
        return table.toString();
    }
}
