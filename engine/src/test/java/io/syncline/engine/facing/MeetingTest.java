package io.syncline.engine.facing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which types meet, and at what loss. */
class MeetingTest {
    private static final FieldType TEXT = new FieldType.Text(null);
    private static final FieldType LONG = new FieldType.Int(64);
    private static final FieldType DOUBLE = new FieldType.Real(64);
    private static final FieldType WHOLE = new FieldType.Decimal(20, 0);
    private static final FieldType MONEY = new FieldType.Decimal(10, 2);
    private static final FieldType ANY = new FieldType.Decimal(null, null);
    private static final FieldType DATE = new FieldType.Date();
    private static final FieldType WALL = new FieldType.Timestamp();
    private static final FieldType POINT = new FieldType.Instant();
    private static final FieldType UUID = new FieldType.Uuid();
    private static final FieldType JSON = new FieldType.Json();

    static Stream<Arguments> pairs() {
        return Stream.of(
                arguments(LONG, new FieldType.Int(16), "exact"),
                arguments(LONG, WHOLE, "exact"),
                arguments(MONEY, new FieldType.Decimal(20, 2), "exact"),
                arguments(TEXT, new FieldType.Text(5), "exact"),
                arguments(WALL, POINT, "exact"),
                arguments(UUID, TEXT, "exact"),
                arguments(UUID, new FieldType.Text(36), "exact"),
                arguments(JSON, TEXT, "exact"),
                arguments(new FieldType.Other("interval"), TEXT, "exact"),
                arguments(new FieldType.Items(LONG), JSON, "exact"),
                arguments(LONG, MONEY, "loss"),
                arguments(MONEY, ANY, "loss"),
                arguments(MONEY, DOUBLE, "loss"),
                arguments(LONG, DOUBLE, "loss"),
                arguments(DOUBLE, new FieldType.Real(32), "loss"),
                arguments(LONG, TEXT, "apart"),
                arguments(DATE, WALL, "apart"),
                arguments(DATE, TEXT, "apart"),
                arguments(UUID, new FieldType.Text(35), "apart"),
                arguments(new FieldType.Bool(), LONG, "apart"),
                arguments(new FieldType.Items(DATE), JSON, "apart"),
                arguments(new FieldType.Items(LONG), new FieldType.Items(TEXT), "apart"),
                arguments(new FieldType.Other("point"), new FieldType.Other("box"), "apart"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void typesMeetAlikeWhicheverEndHasThem(FieldType one, FieldType other, String expected) {
        for (Meeting meeting : new Meeting[] {Meeting.of(one, other), Meeting.of(other, one)}) {
            String met = meeting == null ? "apart" : meeting.loss() == null ? "exact" : "loss";
            assertThat(met).as(one + " and " + other).isEqualTo(expected);
        }
    }

    @Test
    void listsInJsonAreTheirElements() {
        Form form = Lists.inJson(ANY);
        Value json = Value.Json.parse("[1, 2.50, null, [3]]");
        Value list =
                new Value.Items(
                        List.of(
                                decimal("1"),
                                decimal("2.5"),
                                Value.nothing(),
                                new Value.Items(List.of(decimal("3")))));
        assertThat(form.in().of(json)).isEqualTo(list);
        assertThat(form.in().of(form.out().of(list))).isEqualTo(list);
        assertThat(form.in().of(Value.Json.parse("[\"1\"]"))).isNull();
        assertThat(form.in().of(Value.Json.parse("{\"a\":1}"))).isNull();
    }

    private static Value decimal(String number) {
        return new Value.Decimal(new BigDecimal(number));
    }
}
