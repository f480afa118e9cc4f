package io.syncline.engine.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is counted all the time costs a small share of it. */
class WaitingCountTest {
    private long now = 1_000;
    private long waiting = 3;
    private int asked;
    private long changes;

    private WaitingCount taking(long nanos) {
        return new WaitingCount(
                () -> {
                    asked++;
                    now += nanos;
                    return waiting;
                },
                () -> changes,
                () -> now);
    }

    @Test
    void aCountThatTakesLongIsMadeSeldom() {
        WaitingCount count = taking(50);
        assertThat(count.get()).isEqualTo(3);
        waiting = 4;
        now += 50 * 200 - 1;
        assertThat(count.get()).isEqualTo(3);
        assertThat(asked).isEqualTo(1);
        now++;
        assertThat(count.get()).isEqualTo(4);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aChangeIsCountedAtOnce() {
        WaitingCount count = taking(50);
        assertThat(count.get()).isEqualTo(3);
        waiting = 4;
        changes++;
        assertThat(count.get()).isEqualTo(4);
    }

    @Test
    void aCountThatTakesNothingIsAlwaysNew() {
        WaitingCount count = taking(0);
        assertThat(count.get()).isEqualTo(3);
        waiting = 4;
        assertThat(count.get()).isEqualTo(4);
    }
}
