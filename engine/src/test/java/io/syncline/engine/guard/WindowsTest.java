package io.syncline.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    private static boolean open(Windows windows, String local) {
        return windows.isOpen(LocalDateTime.parse(local).atZone(VIENNA).toInstant().toEpochMilli());
    }

    @Test
    void aNightBelongsToTheDayOnWhichItBegins() {
        Windows nights = new Windows(List.of("mon-fri 22:00-06:00"), List.of(), VIENNA);

        // The 20th of November 2026 is a Friday.
        assertThat(open(nights, "2026-11-20T21:59")).isFalse();
        assertThat(open(nights, "2026-11-20T22:00")).isTrue();
        assertThat(open(nights, "2026-11-21T05:59")).isTrue();
        assertThat(open(nights, "2026-11-21T06:00")).isFalse();
        assertThat(open(nights, "2026-11-21T23:00")).isFalse();
        assertThat(open(nights, "2026-11-23T03:00")).isFalse();
    }

    @Test
    void whatIsClosedIsClosedWhateverIsOpen() {
        Windows windows =
                new Windows(List.of("00:00-24:00"), List.of("sat,sun 10:00-12:00"), VIENNA);

        assertThat(open(windows, "2026-11-21T11:00")).isFalse();
        assertThat(open(windows, "2026-11-20T11:00")).isTrue();
        assertThat(open(windows, "2026-11-21T12:00")).isTrue();
        assertThat(Windows.always().isOpen(0)).isTrue();
    }

    @Test
    void whatIsNoTimeOfTheWeekIsNoWindow() {
        assertThat(
                        List.of(
                                "noon",
                                "25:00-26:00",
                                "01:60-02:00",
                                "moon 01:00-02:00",
                                "mon-tue-wed 01:00-02:00",
                                ""))
                .noneMatch(Windows::isWindow);
        assertThat(List.of("fri-mon 1:00-2:00", "sun 00:00-24:00")).allMatch(Windows::isWindow);
    }

    @Test
    void itTellsTheMinuteAtWhichItOpensAgain() {
        Windows windows =
                new Windows(List.of("mon-fri 22:00-06:00"), List.of("mon 22:00-23:30"), VIENNA);

        assertThat(opens(windows, "2026-11-21T11:00")).isEqualTo("2026-11-23T23:30");
        assertThat(opens(windows, "2026-11-20T21:59")).isEqualTo("2026-11-20T22:00");
        assertThat(new Windows(List.of(), List.of("00:00-24:00"), VIENNA).opens(1_700_000_000_000L))
                .isEqualTo(-1);
    }

    private static String opens(Windows windows, String local) {
        long now = LocalDateTime.parse(local).atZone(VIENNA).toInstant().toEpochMilli();
        return Instant.ofEpochMilli(windows.opens(now)).atZone(VIENNA).toLocalDateTime().toString();
    }
}
