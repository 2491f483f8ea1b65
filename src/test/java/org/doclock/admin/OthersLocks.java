package org.doclock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import org.doclock.Api;
import org.doclock.SharedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import redis.clients.jedis.Jedis;

/** Locks of other people's, for tests of the pages: each test has its own, and leaves none. */
abstract class OthersLocks {

    private static final Api APP = Api.anonymous(SharedServer.uri()).as("app");

    /** How the documents of this test begin. */
    final String prefix = "adm-" + ThreadLocalRandom.current().nextInt(1 << 30) + "-";

    Jedis redis;

    @BeforeEach
    void connect() {
        redis = SharedServer.redis().connect();
    }

    @AfterEach
    void cleanUp() {
        redis.keys("doc-lock:" + prefix + "*").forEach(redis::del);
        redis.close();
    }

    String doc(String name) {
        return prefix + name;
    }

    /** Returns the grant's token. */
    long acquire(String name, String user, int ttl) {
        Api.Answer answer =
                APP.post(
                        "acquire",
                        "{\"docId\":\"%s\",\"userId\":\"%s\",\"username\":\"%2$s Berg\",\"ttl\":%d}"
                                .formatted(doc(name), user, ttl));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Long.parseLong(
                redis.get("doc-lock:" + doc(name)).replaceFirst(".*\"token\":(\\d+).*", "$1"));
    }

    void release(String name, String user) {
        APP.post("release", "{\"docId\":\"%s\",\"userId\":\"%s\"}".formatted(doc(name), user));
    }

    boolean isLocked(String name) {
        return redis.exists("doc-lock:" + doc(name));
    }
}
