package io.syncline.engine.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Position;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LagTest {
    private final Lag lag = new Lag((reached, wanted) -> number(reached) >= number(wanted));

    private static long number(Position position) {
        return Long.parseLong(position.token());
    }

    private static Position at(long number) {
        return new Position(Long.toString(number));
    }

    private void note(long millis, Position head) {
        lag.note(millis * 1_000_000, head);
    }

    private long millis(long nowMillis, @Nullable Position stored) {
        return lag.millis(nowMillis * 1_000_000, stored);
    }

    @Test
    void whatIsStoredIsNotLate() {
        note(1_000, at(10));
        assertThat(millis(5_000, at(10))).isZero();
        assertThat(millis(9_000, at(10))).isZero();
    }

    @Test
    void theOldestPlaceThatIsNotStoredIsWhatCounts() {
        note(1_000, at(10));
        note(2_000, at(20));
        note(3_000, at(30));
        assertThat(millis(3_500, at(9))).isEqualTo(2_500);
        assertThat(millis(3_500, at(10))).isEqualTo(1_500);
        assertThat(millis(3_500, at(29))).isEqualTo(500);
        assertThat(millis(3_500, at(31))).isZero();
    }

    @Test
    void itFallsAgainThoughTheSourceNeverRests() {
        for (int second = 1; second <= 60; second++) {
            note(second * 1_000L, at(second));
        }
        assertThat(millis(60_000, at(1))).isEqualTo(58_000);
        for (int second = 61; second <= 120; second++) {
            note(second * 1_000L, at(second));
            assertThat(millis(second * 1_000L + 40, at(second - 1))).isEqualTo(40);
        }
    }

    @Test
    void aSourceThatRestsDoesNotMakeTheWaitingLookYounger() {
        note(1_000, at(10));
        note(2_000, at(10));
        note(3_000, at(10));
        assertThat(millis(3_000, at(9))).isEqualTo(2_000);
    }

    @Test
    void nothingStoredYetIsLateFromTheBeginning() {
        note(1_000, at(10));
        assertThat(millis(4_000, null)).isEqualTo(3_000);
    }

    @Test
    void daysOfWaitingTakeNoMoreRoomThanHoursAndKeepTheirAge() {
        long seconds = 200_000;
        for (long second = 1; second <= seconds; second++) {
            note(second * 1_000, at(second));
        }
        assertThat(lag.notes()).isLessThanOrEqualTo(Lag.NOTES_MAX);
        assertThat(millis(seconds * 1_000, at(0))).isEqualTo((seconds - 1) * 1_000);
        // Thinned out, but never by more than a small share of the age.
        long half = millis(seconds * 1_000, at(seconds / 2));
        assertThat(half).isBetween(seconds * 1_000 * 2 / 5, seconds * 1_000 / 2);
    }
}
