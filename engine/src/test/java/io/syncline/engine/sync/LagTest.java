package io.syncline.engine.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Position;
import org.junit.jupiter.api.Test;

class LagTest {
    private final Lag lag = new Lag((reached, wanted) -> number(reached) >= number(wanted));

    private static long number(Position position) {
        return Long.parseLong(position.token());
    }

    private static Position at(long number) {
        return new Position(Long.toString(number));
    }

    @Test
    void whatIsStoredIsNotLate() {
        lag.note(1_000, at(10));
        assertThat(lag.millis(5_000, at(10))).isZero();
        assertThat(lag.millis(9_000, at(10))).isZero();
    }

    @Test
    void theOldestPlaceThatIsNotStoredIsWhatCounts() {
        lag.note(1_000, at(10));
        lag.note(2_000, at(20));
        lag.note(3_000, at(30));
        assertThat(lag.millis(3_500, at(9))).isEqualTo(2_500);
        assertThat(lag.millis(3_500, at(10))).isEqualTo(1_500);
        assertThat(lag.millis(3_500, at(29))).isEqualTo(500);
        assertThat(lag.millis(3_500, at(31))).isZero();
    }

    @Test
    void itFallsAgainThoughTheSourceNeverRests() {
        for (int second = 1; second <= 60; second++) {
            lag.note(second * 1_000L, at(second));
        }
        assertThat(lag.millis(60_000, at(1))).isEqualTo(58_000);
        for (int second = 61; second <= 120; second++) {
            lag.note(second * 1_000L, at(second));
            assertThat(lag.millis(second * 1_000L + 40, at(second - 1))).isEqualTo(40);
        }
    }

    @Test
    void aSourceThatRestsDoesNotMakeTheWaitingLookYounger() {
        lag.note(1_000, at(10));
        lag.note(2_000, at(10));
        lag.note(3_000, at(10));
        assertThat(lag.millis(3_000, at(9))).isEqualTo(2_000);
    }

    @Test
    void nothingStoredYetIsLateFromTheBeginning() {
        lag.note(1_000, at(10));
        assertThat(lag.millis(4_000, null)).isEqualTo(3_000);
    }

    @Test
    void daysOfWaitingTakeNoMoreRoomThanHoursAndKeepTheirAge() {
        long seconds = 200_000;
        for (long second = 1; second <= seconds; second++) {
            lag.note(second * 1_000, at(second));
        }
        assertThat(lag.notes()).isLessThanOrEqualTo(Lag.NOTES_MAX);
        assertThat(lag.millis(seconds * 1_000, at(0))).isEqualTo((seconds - 1) * 1_000);
        // Thinned out, but never by more than a small share of the age.
        long half = lag.millis(seconds * 1_000, at(seconds / 2));
        assertThat(half).isBetween(seconds * 1_000 * 2 / 5, seconds * 1_000 / 2);
    }
}
