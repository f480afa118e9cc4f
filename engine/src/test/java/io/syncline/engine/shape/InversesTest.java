package io.syncline.engine.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.time.LocalDate;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What inverses make of values that a function has not made. */
class InversesTest {
    private static Value back(String function, Kind kind, Args args, Value value) {
        Turn inverse = Samples.bind(Functions.find(function), kind.sample(), args).inverse();
        return inverse.of(value);
    }

    @Test
    void whatHoldsMoreThanAFieldHereLeadsNowhereBack() {
        Value half = new Value.Text("2026-02-28T23:30:00.5Z");
        assertThat(back("unix_to_iso", Kind.INTEGER, Args.none(), half)).isNull();
        assertThat(back("unix_to_iso", Kind.INTEGER, Args.of("unit", "ms"), half))
                .isEqualTo(new Value.Int(1_772_321_400_500L));
        assertThat(back("unix_timestamp", Kind.DATE, Args.none(), new Value.Int(86_401))).isNull();
        assertThat(back("unix_timestamp", Kind.DATE, Args.none(), new Value.Int(86_400)))
                .isEqualTo(new Value.Date(LocalDate.EPOCH.plusDays(1)));
        assertThat(back("to_integer", Kind.BOOLEAN, Args.none(), new Value.Int(2))).isNull();
        assertThat(
                        back(
                                "wei_conversion",
                                Kind.INTEGER,
                                Args.of("decimals", "2"),
                                new Value.Decimal(java.math.BigDecimal.TEN)))
                .isNull();
    }

    @Test
    void aTimeBeyondAllCalendarsLeadsNowhereBack() {
        Value far = new Value.Int(Long.MAX_VALUE);
        assertThat(back("unix_timestamp", Kind.DATE, Args.none(), far)).isNull();
        assertThat(back("unix_timestamp", Kind.DATE, Args.of("unit", "ms"), far)).isNull();
    }

    @Test
    void whatLeadsBackIsMadeAgainOfItself() {
        int led = 0;
        for (Function function : Functions.named().values()) {
            for (Kind kind : function.takes()) {
                Args args = Samples.args(function.name(), kind);
                Function.Bound bound = Samples.bind(function, kind.sample(), args);
                Turn inverse = bound.inverse();
                if (inverse == null) {
                    continue;
                }
                SplittableRandom random = new SplittableRandom(11);
                for (int i = 0; i < 400; i++) {
                    Value value = i % 2 == 0 ? odd(bound.type(), random) : any(random);
                    Value back = inverse.of(value);
                    Value again = back == null ? null : bound.forward().of(back);
                    if (again != null) {
                        led++;
                        assertThat(inverse.of(again))
                                .as("%s of %s, back from %s", function.name(), kind, value)
                                .isEqualTo(back);
                    }
                }
            }
        }
        assertThat(led).isGreaterThan(500);
    }

    private static Value odd(FieldType type, SplittableRandom random) {
        return Samples.value(Kind.of(type), random);
    }

    /** Texts of numbers, times and truths among them. */
    private static Value any(SplittableRandom random) {
        Kind[] kinds = Kind.values();
        Value value = Samples.value(kinds[random.nextInt(kinds.length)], random);
        String text = Plain.text(value);
        return text == null || random.nextBoolean() ? value : new Value.Text(text + "0");
    }
}
