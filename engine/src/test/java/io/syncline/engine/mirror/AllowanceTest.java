package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Scan;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.guard.Windows;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private final SetTime time = new SetTime();

    private Allowance rows(long perSecond) {
        return new Allowance(new Guards.Reading(perSecond, Long.MAX_VALUE, Windows.always()), time);
    }

    @Test
    void whatWasReadIsWaitedForByRowsAndByBytes() {
        Allowance both = new Allowance(new Guards.Reading(100, 1_000, Windows.always()), time);
        assertThat(both.rest()).isZero();

        both.took(50, 100);
        assertThat(both.rest()).isEqualTo(Duration.ofMillis(500));
        both.pay();
        both.took(1, 900);
        assertThat(both.rest()).isEqualTo(Duration.ofMillis(900));
    }

    @Test
    void whatNobodyLimitsNeverWaits() {
        Allowance any = new Allowance(Guards.Reading.standard(), time);
        any.took(1_000_000_000, 1L << 40);

        assertThat(any.rest()).isLessThan(Duration.ofMillis(1));
        assertThat(any.rowsAtOnce(10_000)).isEqualTo(10_000);
        assertThat(rows(7).rowsAtOnce(10_000)).isEqualTo(7);
    }

    @Test
    void nothingIsReadBeforeTheWindowOpensButWhatHasBegunIsBroughtToItsEnd() {
        Windows nights = new Windows(List.of("22:00-06:00"), List.of(), ZoneId.of("UTC"));
        Allowance allowance = new Allowance(new Guards.Reading(10, Long.MAX_VALUE, nights), time);

        assertThat(allowance.rest()).isPositive();
        assertThat(allowance.owed()).isZero();
        assertThat(Instant.ofEpochMilli(allowance.opens())).isEqualTo("2026-11-20T22:00:00Z");

        time.sleep(Duration.ofHours(2));
        assertThat(allowance.rest()).isZero();
    }

    @Test
    void aComparisonReadsNoFasterThanAllowed() {
        Row row = Row.of("id", new Value.Int(1));
        Scan thousand =
                (_, _) ->
                        new Scan.Rows() {
                            private int left = 1_000;

                            @Override
                            public @Nullable Row next() {
                                return left-- > 0 ? row : null;
                            }

                            @Override
                            public void close() {}
                        };
        int count = 0;
        try (Scan.Rows rows = new Paced(thousand, rows(100)).scan(layout())) {
            while (rows.next() != null) {
                count++;
            }
        }

        assertThat(count).isEqualTo(1_000);
        assertThat(Duration.ofNanos(time.nanos)).isEqualTo(Duration.ofSeconds(10));
    }

    private static Layout layout() {
        return new Layout("t", List.of(), List.of(), List.of(), 0);
    }
}
