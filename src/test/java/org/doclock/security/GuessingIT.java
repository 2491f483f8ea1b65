package org.doclock.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.doclock.Api;
import org.doclock.RedisProcess;
import org.doclock.SharedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Whoever guesses passwords is slowed down, and nobody else for long. */
class GuessingIT {

    private static final URI SERVER = SharedServer.uri();
    private static final String ANY = "/api/lock/status/any";

    private final Api anonymous = Api.anonymous(SERVER);

    @BeforeEach
    @AfterEach
    void clean() {
        forgetAttempts();
    }

    /** Every test comes from the same address, whose wrong passwords are counted as well. */
    static void forgetAttempts() {
        try (Jedis redis = RedisProcess.connect(SharedServer.redis().uri())) {
            for (String key : redis.keys("doc-lock-signin:*")) {
                redis.del(key);
            }
        }
    }

    @Test
    void aThousandWrongPasswordsAreSlowedAndTakeNoRoom() {
        Browser browser = new Browser(SERVER);
        browser.signIn("alice", "alice");
        long keysBefore;
        try (Jedis redis = RedisProcess.connect(SharedServer.redis().uri())) {
            keysBefore = redis.dbSize();
        }

        int looked = 0;
        Api.Answer last = null;
        for (int guess = 0; guess < 1_000; guess++) {
            last = anonymous.as("alice", "guess-" + guess).get(ANY);
            assertThat(last.status()).isIn(401, 429);
            looked += last.status() == 401 ? 1 : 0;
        }
        // Five are free; after that each waits, here at most 2 s.
        assertThat(looked).isLessThan(20);
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.code()).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(last.http().headers().firstValue("Retry-After").orElseThrow()).matches("[12]");

        try (Jedis redis = RedisProcess.connect(SharedServer.redis().uri())) {
            assertThat(redis.dbSize() - keysBefore).isLessThanOrEqualTo(2);
            for (String key : redis.keys("doc-lock-signin:*")) {
                assertThat(redis.ttl(key)).isBetween(1L, 900L);
                assertThat(redis.strlen(key)).isLessThan(40);
            }
        }
        assertThat(browser.get(ANY).status()).as("alice's open session").isEqualTo(200);

        // Right after a wrong one that was looked at, so that the wait has just begun.
        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> anonymous.as("alice", "guess").get(ANY).status() == 401);
        Browser again = new Browser(SERVER);
        Api.Answer closed = again.signIn("alice", "alice");
        assertThat(closed.status()).as("her right password, too early").isEqualTo(429);
        int stated =
                Integer.parseInt(closed.http().headers().firstValue("Retry-After").orElseThrow());
        long begin = System.nanoTime();
        await().atMost(Duration.ofSeconds(stated + 2L))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> again.signIn("alice", "alice").status() == 302);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isLessThan(Duration.ofSeconds(stated + 1L));
    }

    @Test
    void aProgramGoesOnWhileSomebodyElseGuessesAtItsName() {
        assertThat(anonymous.as("app").get(ANY).status()).isEqualTo(200);
        long rememberedUntil = System.nanoTime() + Duration.ofMillis(600).toNanos();
        int closed = 0;
        for (int guess = 0; guess < 10 || System.nanoTime() < rememberedUntil; guess++) {
            closed += anonymous.as("app", "guess-" + guess).get(ANY).status() == 429 ? 1 : 0;
        }
        assertThat(closed).isPositive();
        // Its password has to be checked again by now, and that is no guess.
        assertThat(anonymous.as("app").get(ANY).status()).isEqualTo(200);
    }

    @Test
    void manyCallsAtOnceWithARightPasswordAreOneAttempt() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(20);
        try {
            Api dora = anonymous.as("dora");
            List<Callable<Integer>> calls = Collections.nCopies(20, () -> dora.get(ANY).status());
            for (Future<Integer> status : callers.invokeAll(calls)) {
                assertThat(status.get()).isEqualTo(200);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void wrongPasswordsAreForgottenThoughOthersFollow() {
        anonymous.as("nobody", "wrong").get(ANY);
        try (Jedis redis = RedisProcess.connect(SharedServer.redis().uri())) {
            String counter = redis.keys("doc-lock-signin:address:*").iterator().next();
            redis.expire(counter, 100);
            anonymous.as("nobody", "wrong").get(ANY);
            new Browser(SERVER).signIn("bob", "bob");
            assertThat(redis.ttl(counter)).isLessThanOrEqualTo(100);
        }
    }

    @Test
    void aClockThatStepsBackClosesNobodyOutForLong() {
        try (Jedis redis = RedisProcess.connect(SharedServer.redis().uri())) {
            redis.set(SignInAttempts.nameCounter("bob"), "9 9007199254740991");
            assertThat(
                            new Browser(SERVER)
                                    .signIn("bob", "bob")
                                    .http()
                                    .headers()
                                    .firstValue("Retry-After"))
                    .contains("2");
        }
    }

    @Test
    void theSignInPageIsSlowedAsWell() {
        Browser browser = new Browser(SERVER);
        for (int guess = 0; guess < 5; guess++) {
            assertThat(browser.signIn("bob", "guess-" + guess).status()).isEqualTo(200);
        }
        Api.Answer closed = browser.signIn("bob", "bob");
        assertThat(closed.status()).isEqualTo(429);
        assertThat(closed.body()).contains("Too many wrong passwords. Try again in 1 s.");
        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> browser.signIn("bob", "bob").status() == 302);
    }

    @Test
    void anAddressThatTriesManyNamesIsSlowed() {
        int refused = 0;
        for (int guess = 0; guess < 70; guess++) {
            refused += anonymous.as("name-" + guess, "x").get(ANY).status() == 429 ? 1 : 0;
        }
        assertThat(refused).isGreaterThanOrEqualTo(15);
    }

    @Test
    void spellingsOfOneNameAndAddressesOfOneNetworkAreCountedTogether() {
        for (String spelling : List.of("ALICE", "Alice", " alice ", "\uff41lice")) {
            assertThat(SignInAttempts.nameCounter(spelling))
                    .isEqualTo(SignInAttempts.nameCounter("alice"));
        }
        assertThat(SignInAttempts.addressCounter("2001:db8:0:1:a:b:c:d"))
                .isEqualTo(SignInAttempts.addressCounter("2001:db8:0:1:0:0:0:1"))
                .isNotEqualTo(SignInAttempts.addressCounter("2001:db8:0:2:0:0:0:1"));
        assertThat(SignInAttempts.addressCounter("192.0.2.1"))
                .isNotEqualTo(SignInAttempts.addressCounter("192.0.2.2"));
    }

    @Test
    void manyNamesTakeAFixedNumberOfCounters() {
        Set<String> counters = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            counters.add(SignInAttempts.nameCounter("name-" + i));
        }
        assertThat(counters).hasSizeLessThanOrEqualTo(1 << 16);
    }

    @Test
    void aRightPasswordForgetsTheWrongOnesOfItsName() {
        for (int round = 0; round < 4; round++) {
            for (int guess = 0; guess < 4; guess++) {
                Browser browser = new Browser(SERVER);
                assertThat(browser.signIn("bob", "guess-" + guess).status()).isEqualTo(200);
            }
            assertThat(new Browser(SERVER).signIn("bob", "bob").status()).isEqualTo(302);
        }
    }

    @Test
    void theTimeOfAnAnswerDoesNotTellWhetherANameExists() {
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (int round = 0; round < 60; round++) {
            known.add(nanos("alice", "wrong-" + round));
            unknown.add(nanos("zelda", "wrong-" + round));
            forgetAttempts();
        }
        double ratio = (double) median(known) / median(unknown);
        assertThat(ratio).isBetween(0.6, 1.67);
    }

    private long nanos(String name, String password) {
        long begin = System.nanoTime();
        assertThat(anonymous.as(name, password).get(ANY).status()).isEqualTo(401);
        return System.nanoTime() - begin;
    }

    private static long median(List<Long> times) {
        return times.stream()
                .sorted(Comparator.naturalOrder())
                .skip(times.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
