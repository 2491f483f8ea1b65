package org.doclock.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.doclock.Api;
import org.doclock.SharedServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Guarded methods behind a request: who calls, and what goes on while Redis is away. */
class GuardOverHttpIT {

    @BeforeAll
    static void start() {
        SharedServer.uri();
    }

    @Test
    void anAsynchronousMethodIsNobodysAlthoughItsCallerHasSignedIn() {
        Notes note = Notes.create("note");
        assertThat(note.call("special/" + note.id() + "/for-nobody", OptionalLong.empty()))
                .isEqualTo("401 UNAUTHENTICATED");
        assertThat(note.column("text")).isEqualTo("old");
    }

    @Test
    void aResourceWithoutAScopeIsNotCalledUnguarded() {
        Notes note = Notes.create("note");
        assertThat(note.call("unscoped/" + note.documentId(), OptionalLong.empty()))
                .isEqualTo("500 INTERNAL_ERROR");
    }

    @Test
    void aTokenThatCannotBeReadIsAnErrorThatSaysHowToWriteIt() {
        Notes note = Notes.create("note");
        assertThat(note.call(hold(note), "x")).isEqualTo("400 INVALID_REQUEST");
    }

    @Test
    void aResourceThatIsGuardedReadsItsFormItself() {
        Notes note = Notes.create("note");
        String form = "X-Lock-Session=tab&X-Lock-Token=x&text=typed";
        assertThat(note.send("jaxrs/" + note.documentId() + "/form", form).body()).isEqualTo(form);
    }

    @Test
    void aMethodThatMayProceedSavesWithoutRedisForTheLastHolderOnly() {
        Notes announced = Notes.create("note");
        Notes newer = Notes.create("note");
        Notes unannounced = Notes.create("note");
        Notes free = Notes.create("note");
        long token = announced.acquire("alice");
        announced.call(hold(announced), OptionalLong.of(token));
        long old = newer.acquire("alice");
        try (Jedis redis = SharedServer.redis().connect()) {
            redis.del(newer.key());
        }
        long now = newer.acquire("alice");
        newer.call(hold(newer), OptionalLong.of(now));
        long unseen = unannounced.acquire("alice");
        double before = proceeded();

        SharedServer.redis().kill();
        try {
            assertThat(save(newer, OptionalLong.of(old))).isEqualTo("409 NOT_HELD");
            assertThat(save(announced, OptionalLong.empty())).isEqualTo("503 STORE_UNAVAILABLE");
            assertThat(save(announced, OptionalLong.of(token + 1)))
                    .isEqualTo("503 STORE_UNAVAILABLE");
            assertThat(save(unannounced, OptionalLong.of(unseen)))
                    .isEqualTo("503 STORE_UNAVAILABLE");
            assertThat(save(announced, OptionalLong.of(token))).isEqualTo("204");
            assertThat(
                            free.call(
                                    "special/" + free.id() + "/change-without-redis",
                                    OptionalLong.empty()))
                    .isEqualTo("204");
        } finally {
            SharedServer.redis().restart();
        }

        assertThat(announced.column("text")).isEqualTo("new");
        assertThat(announced.column("fence")).isEqualTo(Long.toString(token));
        assertThat(newer.column("text")).isEqualTo("held");
        assertThat(unannounced.column("text")).isEqualTo("old");
        assertThat(free.column("text")).isEqualTo("new");
        assertThat(proceeded() - before).isEqualTo(2);
    }

    private static String save(Notes note, OptionalLong token) {
        return note.call("special/" + note.id() + "/save-without-redis", token);
    }

    private static String hold(Notes note) {
        return "notes/cdi/" + note.documentId() + "/hold?text=held&ending=SUCCESS";
    }

    /** As operators see it. */
    private static double proceeded() {
        return Api.anonymous(SharedServer.uri())
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("doclock_guard_proceeded_total"))
                // Each application on a server has a registry, and Payara shows each twice.
                .distinct()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
