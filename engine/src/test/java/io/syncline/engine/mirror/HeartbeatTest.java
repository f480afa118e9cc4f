package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final long MILLI = 1_000_000;

    private final Heartbeat heartbeat = new Heartbeat();
    private long now = 1_000_000 * MILLI;

    /** How often it beats in so many milliseconds, of which each tells so many changes. */
    private int beats(int millis, int changes) {
        int beats = 0;
        for (int i = 0; i < millis; i++) {
            now += MILLI;
            heartbeat.read(changes, now);
            beats += heartbeat.due(now) ? 1 : 0;
        }
        return beats;
    }

    @Test
    void aStreamAtRestIsBroughtAlongTwiceASecond() {
        beats(1000, 0);

        assertThat(beats(10_000, 0)).isEqualTo(20);
    }

    @Test
    void changesAreSeldomLeftWaitingForIt() {
        beats(1000, 1);

        assertThat(beats(10_000, 1)).isEqualTo(2);
    }

    @Test
    void whoeverWaitsForAPlaceWaitsNoLongerThanAtRest() {
        beats(6000, 1);
        heartbeat.await();

        assertThat(beats(500, 1)).isEqualTo(1);
        assertThat(beats(2000, 1)).as("nobody waits any more").isZero();
    }
}
