package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLI = 1_000_000;
    private static final long MUCH = 3 << 20;

    private final Pace pace = new Pace();
    private long now = 1_000_000 * MILLI;

    private void reads(int times, int changes, long millisApart) {
        for (int i = 0; i < times; i++) {
            now += millisApart * MILLI;
            pace.read(changes, now);
        }
    }

    @Test
    void changesThatComeNowAndThenAreNeverLeftWaiting() {
        reads(1000, 1, 1);

        assertThat(pace.rest(0, now)).isNotPositive();
    }

    @Test
    void aFloodIsReadInLargeLooks() {
        reads(20, 100, 5);

        assertThat(pace.rest(0, now)).isBetween(10 * MILLI, 50 * MILLI);
        assertThat(pace.rest(0, now + 50 * MILLI)).isNotPositive();
    }

    @Test
    void aFloodThatIsOverIsForgotten() {
        reads(20, 100, 5);
        reads(25, 1, 5);

        assertThat(pace.rest(0, now)).isNotPositive();
        reads(20, 100, 5);
        reads(1, 1, 500);

        assertThat(pace.rest(0, now)).isNotPositive();
    }

    @Test
    void whileTheShardsHaveEnoughToDoMoreIsReadSeldomButRead() {
        reads(1, 1, 100);

        assertThat(pace.rest(MUCH, now + 20 * MILLI)).isPositive();
        assertThat(pace.rest(MUCH, now + 40 * MILLI)).isNotPositive();
        assertThat(pace.rest(0, now + 1 * MILLI)).isNotPositive();
    }
}
