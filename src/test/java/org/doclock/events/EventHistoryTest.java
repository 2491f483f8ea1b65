package org.doclock.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventHistoryTest {

    private final EventHistory history = new EventHistory();

    @Test
    void givesWhatCameAfterANumber() {
        add(5);
        assertThat(history.last()).isEqualTo(5);
        assertThat(history.after(3).orElseThrow())
                .extracting(LockEvent::at)
                .containsExactly(4L, 5L);
        assertThat(history.after(5).orElseThrow()).isEmpty();
    }

    @Test
    void knowsWhatItDoesNotKnow() {
        add(5_000);
        assertThat(history.after(5_001)).isEmpty();
        assertThat(history.after(903)).isEmpty();
        assertThat(history.after(904).orElseThrow()).hasSize(4_096);
    }

    @Test
    void afterAGapNothingFollowsUponWhatWasBefore() {
        add(5);
        history.forget();
        assertThat(history.after(5)).isEmpty();
        assertThat(history.after(history.last()).orElseThrow()).isEmpty();
    }

    private void add(int count) {
        for (int i = 1; i <= count; i++) {
            history.add(
                    LockEvent.found(
                            LockEventType.ACQUIRED, "a", i, Optional.empty(), Optional.empty()));
        }
    }
}
