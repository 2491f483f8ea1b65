package org.doclock.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ConcurrentModificationException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Measuring is no reason for a call to fail. */
class StoreMeterTest {

    private final StoreMeter meter = new StoreMeter();

    @Test
    void aCallThatCannotBeMeasuredIsAnsweredAllTheSame() {
        meter.measureCalls(StoreMeterTest::fail);
        assertThat(meter.reading(() -> "answer")).isEqualTo("answer");
    }

    @Test
    void aCallThatFailsIsToldAsTheFailureThatItIs() {
        meter.measureCalls(StoreMeterTest::fail);
        StoreUnavailableException away =
                new StoreUnavailableException(Optional.empty(), "away", null);
        assertThatThrownBy(
                        () ->
                                meter.reading(
                                        () -> {
                                            throw away;
                                        }))
                .isSameAs(away);
    }

    private static void fail(StoreCall call) {
        throw new ConcurrentModificationException();
    }
}
