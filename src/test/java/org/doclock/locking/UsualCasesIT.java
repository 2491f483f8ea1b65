package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.doclock.RedisProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.params.SetParams;

/**
 * The usual cases go a short way (the files named {@code *-usual.lua}). It answers, writes and
 * tells what the long way would: two documents, to which the same happens, one by each way.
 */
class UsualCasesIT {

    private static final int STEPS = 5000;
    private static final List<LockOwner> OWNERS =
            List.of(
                    LockOwner.of("anna").inSession("tab-1").named("Anna A."),
                    LockOwner.of("anna").inSession("tab-1"),
                    LockOwner.of("anna").inSession("tab-2"),
                    LockOwner.of("anna"),
                    LockOwner.of("ann").inSession("tab-1"),
                    LockOwner.of("bob").inSession("tab-1"),
                    LockOwner.of("bob").inSession("tab-1").actedForBy("batch"));

    private final RedisProcess process = RedisProcess.start();
    private final Jedis redis = process.connect();
    private final Jedis listening = process.connect();
    private final LockCommands commands = new LockCommands(TestSettings.of(process.uri()));
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Map<String, Queue<String>> events = new TreeMap<>();
    private final JedisPubSub subscriber = new Listener();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<LockCommand> past = new ArrayList<>();

    private final class Listener extends JedisPubSub {
        @Override
        public void onMessage(String channel, String message) {
            events.forEach(
                    (document, told) -> {
                        if (message.contains("\"" + document + "\"")) {
                            told.add(message);
                        }
                    });
        }
    }

    @AfterEach
    void close() {
        subscriber.unsubscribe();
        redis.close();
        process.close();
    }

    @Test
    void theShortWayDoesWhatTheLongWayDoes() {
        TwinLock shortWay = twin("quote-1", part -> true);
        TwinLock longWay = twin("quote-2", part -> !part.endsWith("-usual"));
        new Thread(() -> listening.subscribe(subscriber, "doc-lock-events"), "events").start();
        await().until(subscriber::isSubscribed);

        for (int step = 0; step < STEPS; step++) {
            String what = "seed %d, step %d: %s".formatted(seed, step, oneStep(shortWay, longWay));
            assertThat(shortWay.texts()).as(what).isEqualTo(longWay.texts());
            assertClose(what, shortWay.millisLeft(), longWay.millisLeft());
        }
        // So that no way was tested that nobody went.
        assertThat(outcomes)
                .as("seed %d", seed)
                .hasEntrySatisfying("ACQUIRE ACQUIRED", often())
                .hasEntrySatisfying("ACQUIRE LOCKED", often())
                .hasEntrySatisfying("ACQUIRE RENEWED", often())
                .hasEntrySatisfying("HOLD EXTENDED", often())
                .hasEntrySatisfying("EXTEND EXTENDED", often())
                .hasEntrySatisfying("RELEASE RELEASED", often());
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(told(shortWay)).isEqualTo(told(longWay)));
    }

    private static void assertClose(String what, List<Long> some, List<Long> others) {
        for (int i = 0; i < some.size(); i++) {
            assertThat(some.get(i)).as(what).isCloseTo(others.get(i), within(2000L));
        }
    }

    private static Consumer<Integer> often() {
        return count -> assertThat(count).isGreaterThan(20);
    }

    private TwinLock twin(String document, Predicate<String> goes) {
        events.put(document, new ConcurrentLinkedQueue<>());
        return TwinLock.of(redis, document, goes);
    }

    private List<String> told(TwinLock twin) {
        return events.get(twin.document()).stream().map(twin::told).toList();
    }

    /** What was done, to both. */
    private String oneStep(TwinLock one, TwinLock other) {
        if (random.nextInt(6) == 0) {
            String what = disturbance();
            long ahead = tokenAhead();
            disturb(one, what, ahead);
            disturb(other, what, ahead);
            return what;
        }
        LockCommand command = command(one);
        past.add(command);
        String outcome = one.told(one.run(command, one));
        assertThat(outcome)
                .as("seed %d: %s", seed, command)
                .isEqualTo(other.told(other.run(command, one)));
        outcomes.merge(command.script() + " " + outcome.split(" ")[0], 1, Integer::sum);
        return command + " -> " + outcome;
    }

    private LockCommand command(TwinLock document) {
        String id = document.document();
        LockOwner owner = OWNERS.get(random.nextInt(2) * random.nextInt(OWNERS.size()));
        OptionalLong token = oneOf(document.tokens());
        Duration ttl = Duration.ofMillis(20_000 + random.nextInt(50_000_000));
        return switch (random.nextInt(12)) {
            case 0 ->
                    commands.acquireInLine(
                            LockTicket.of(id, owner, options(token).ttl(ttl)), lease());
            case 1, 2, 3 -> commands.acquire(id, owner, options(token).ttl(ttl));
            case 4 -> commands.acquire(id, owner, AcquireOptions.defaults().ttl(ttl));
            case 5 -> commands.hold(id, owner, token.orElse(1), Optional.of(ttl));
            case 6 -> commands.extend(id, owner, token, Optional.of(ttl));
            case 7, 8 -> commands.release(id, owner, token, Duration.ZERO);
            case 9 -> commands.release(id, owner, token, Duration.ofSeconds(random.nextInt(5)));
            case 10 ->
                    commands.forceRelease(
                            id,
                            CommandWriter.attempt(),
                            "root",
                            Optional.empty(),
                            token,
                            Duration.ofSeconds(random.nextInt(2) * 30L));
            default ->
                    past.isEmpty() ? commands.extend(id, owner, token, Optional.of(ttl)) : again();
        };
    }

    /** One of the last, at another time: prolonged within the same millisecond is not prolonged. */
    private LockCommand again() {
        long before = millis();
        await().pollInterval(Duration.ofNanos(100_000)).until(() -> millis() > before);
        return past.get(past.size() - 1 - random.nextInt(Math.min(3, past.size())));
    }

    private long millis() {
        List<String> time = redis.time();
        return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
    }

    private Duration lease() {
        return Duration.ofSeconds(random.nextInt(2) * 15L);
    }

    private AcquireOptions options(OptionalLong token) {
        AcquireOptions options = AcquireOptions.defaults();
        options = random.nextInt(4) == 0 ? options.takingOver() : options;
        options = random.nextInt(4) == 0 ? options.asNewGrant() : options;
        options = random.nextInt(4) == 0 ? options.inExactSession() : options;
        options = random.nextInt(4) == 0 ? options.above(token.orElse(0)) : options;
        options = random.nextInt(20) == 0 ? options.above(tokenAhead()) : options;
        return random.nextInt(4) == 0 && token.isPresent()
                ? options.resuming(token.getAsLong())
                : options;
    }

    /** Mostly the last. */
    private OptionalLong oneOf(List<String> tokens) {
        if (tokens.isEmpty() || random.nextInt(4) == 0) {
            return OptionalLong.empty();
        }
        int back = random.nextInt(4) == 0 ? random.nextInt(Math.min(4, tokens.size())) : 0;
        return OptionalLong.of(Long.parseLong(tokens.get(tokens.size() - 1 - back)));
    }

    private String disturbance() {
        List<String> all =
                List.of(
                        "expired",
                        "expired",
                        "expired",
                        "for ever",
                        "fence lost",
                        "fence of another type",
                        "fence ahead",
                        "lock of another type",
                        "another program's",
                        "ours, rewritten",
                        "ours, with two tokens",
                        "ours, with two attempts",
                        "fence ends soon",
                        "ours, written in another order");
        return all.get(random.nextInt(all.size()));
    }

    private void disturb(TwinLock twin, String how, long ahead) {
        String foreign = "{\"userId\":\"anna\",\"timestamp\":1700000000000}";
        String text = redis.type(twin.key()).equals("string") ? redis.get(twin.key()) : foreign;
        switch (how) {
            case "expired" -> redis.del(twin.key());
            case "for ever" -> redis.persist(twin.key());
            case "fence lost" -> redis.del(twin.fenceKey());
            case "fence of another type" -> {
                redis.del(twin.fenceKey());
                redis.rpush(twin.fenceKey(), "x");
            }
            case "fence ahead" -> set(twin.fenceKey(), ahead + "  0123456789ab");
            case "lock of another type" -> {
                redis.del(twin.key());
                redis.rpush(twin.key(), "x");
            }
            case "another program's" -> set(twin.key(), foreign);
            case "ours, with two tokens" ->
                    set(twin.key(), text.replace(",\"token\":", ",\"token\":5,\"token\":"));
            case "ours, with two attempts" ->
                    set(
                            twin.key(),
                            text.replace("\"attempt\":", "\"attempt\":\"X-y\",\"attempt\":"));
            case "fence ends soon" -> redis.pexpire(twin.fenceKey(), 30_000);
            case "ours, rewritten" ->
                    set(twin.key(), text.replace(",\"timestamp\"", ",\"more\":1,\"timestamp\""));
            default -> set(twin.key(), text.replace("{\"userId\"", "{\"kind\":1,\"userId\""));
        }
    }

    /** Some seconds ahead of the clock, and never the same. */
    private long tokenAhead() {
        return (System.currentTimeMillis() + 3000) * 1000 + random.nextInt(1_000_000);
    }

    private void set(String key, String text) {
        redis.set(key, text, SetParams.setParams().px(60_000));
    }
}
