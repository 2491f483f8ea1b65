package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RedisGateTest {

    private final AtomicInteger shut = new AtomicInteger();
    private final RedisGate gate =
            new RedisGate(
                    TestSettings.redis(
                            URI.create("redis://localhost"),
                            Duration.ofMillis(800),
                            Duration.ofSeconds(2)),
                    () -> {
                        throw new AssertionError("Nobody asks for a connection");
                    },
                    shut::incrementAndGet);

    @Test
    void fiveCallsInARowWithoutAnAnswerShutIt() {
        silent(4);
        assertThat(gate.isShut()).isFalse();

        silent(1);

        assertThat(gate.isShut()).isTrue();
        assertThat(shut).hasValue(1);
    }

    @Test
    void answersBeforeThemMakeNoDifference() {
        answered(20);

        silent(5);

        assertThat(gate.isShut()).isTrue();
    }

    @Test
    void oneAnswerAmongThemBeginsTheRowAnew() {
        silent(4);
        answered(1);
        silent(4);
        assertThat(gate.isShut()).isFalse();

        silent(1);

        assertThat(gate.isShut()).isTrue();
    }

    private void silent(int calls) {
        for (int i = 0; i < calls; i++) {
            gate.silent();
        }
    }

    private void answered(int calls) {
        for (int i = 0; i < calls; i++) {
            gate.answered();
        }
    }
}
