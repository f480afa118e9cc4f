package io.syncline.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of every type beside literals. */
class ComparisonTest {
    private static final List<Field> FIELDS =
            List.of(
                    new Field("bool", new FieldType.Bool(), true),
                    new Field("small", new FieldType.Int(16), true),
                    new Field("dec", new FieldType.Decimal(10, 2), true),
                    new Field("single", new FieldType.Real(32), true),
                    new Field("real", new FieldType.Real(64), true),
                    new Field("text", new FieldType.Text(10), true),
                    new Field("bytes", new FieldType.Bytes(), true),
                    new Field("date", new FieldType.Date(), true),
                    new Field("time", new FieldType.Time(), true),
                    new Field("wall", new FieldType.Timestamp(), true),
                    new Field("point", new FieldType.Instant(), true),
                    new Field("uuid", new FieldType.Uuid(), true),
                    new Field("json", new FieldType.Json(), true),
                    new Field("list", new FieldType.Items(new FieldType.Int(32)), true),
                    new Field("other", new FieldType.Other("interval"), true));

    private static Reading<Predicate> read(String filter) {
        return FilterParser.parse(filter).then(each -> each.resolve(FIELDS));
    }

    private static Value.Decimal decimal(String text) {
        return new Value.Decimal(new BigDecimal(text));
    }

    static List<Object[]> accepted() {
        return List.of(
                new Object[] {"bool = TRUE", new Value.Bool(true)},
                new Object[] {"bool = 1", new Value.Bool(true)},
                new Object[] {"bool <> TRUE", new Value.Int(5)},
                new Object[] {"small = 5.0", new Value.Int(5)},
                new Object[] {"small >= -32768", new Value.Int(-32768)},
                new Object[] {"small IN (1, 2)", decimal("2")},
                new Object[] {"dec = 1.50", decimal("1.5")},
                new Object[] {"dec < 1.005", decimal("1")},
                new Object[] {"dec > 99999999999999999999", new Value.Other("numeric", "NaN")},
                new Object[] {"dec < 0", new Value.Other("numeric", "-Infinity")},
                new Object[] {"dec IN (1, 2)", new Value.Int(1)},
                new Object[] {"single = 0.1", new Value.Real(0.1f)},
                new Object[] {"real = 0.1", new Value.Real(0.1)},
                new Object[] {"real = 0", new Value.Real(-0.0)},
                new Object[] {"real = 'NaN'", new Value.Real(Double.NaN)},
                new Object[] {"real > 'Infinity'", new Value.Real(Double.NaN)},
                new Object[] {"real IN (1, 'NaN')", new Value.Real(Double.NaN)},
                new Object[] {"text < 'b'", new Value.Text("Z")},
                new Object[] {"text <> 'A'", new Value.Text("a")},
                new Object[] {"text <> 'a'", new Value.Text("a ")},
                new Object[] {"text <> 'é'", new Value.Text("e\u0301")},
                // Java's own order has the surrogates of the first plane below the second.
                new Object[] {"text > '\uffee'", new Value.Text("😀")},
                new Object[] {"text < '😀'", new Value.Text("\uffee")},
                new Object[] {"text LIKE 'a_c%'", new Value.Text("a😀cd")},
                new Object[] {"text NOT LIKE 'A%'", new Value.Text("a")},
                new Object[] {"text LIKE '%!%%' ESCAPE '!'", new Value.Text("5%x")},
                new Object[] {"text LIKE '%a%b%a'", new Value.Text("xaxxbxbaxa")},
                new Object[] {"text LIKE ''", new Value.Text("")},
                new Object[] {"bytes > '\\x7f'", new Value.Bytes(new byte[] {-128})},
                new Object[] {"bytes IN ('\\x00ff')", new Value.Bytes(new byte[] {0, -1})},
                new Object[] {"date > '2024-01-01'", new Value.Date(LocalDate.of(2024, 1, 2))},
                new Object[] {"date > '9999-12-31'", new Value.Other("date", "infinity")},
                new Object[] {"date < '2024-01-01'", new Value.Other("date", "0000-00-00")},
                new Object[] {"date > '2024-01-31'", new Value.Other("date", "2024-02-00")},
                new Object[] {"time >= '10:00'", new Value.Time(LocalTime.of(10, 0))},
                new Object[] {"time > '23:59:59'", new Value.Other("time", "24:00:00")},
                new Object[] {"time < '00:00'", new Value.Other("time", "-01:00:00")},
                new Object[] {
                    "wall = '2024-01-01'", new Value.Timestamp(LocalDateTime.of(2024, 1, 1, 0, 0))
                },
                new Object[] {
                    "wall < '2024-01-01 00:00:00.000001'",
                    new Value.Timestamp(LocalDateTime.of(2024, 1, 1, 0, 0))
                },
                new Object[] {"point = '2024-01-01'", instant("2024-01-01T00:00:00Z")},
                new Object[] {"point = '2024-01-01 02:00+02'", instant("2024-01-01T00:00:00Z")},
                new Object[] {
                    "point = '2024-01-01T00:00:00-03:30'", instant("2024-01-01T03:30:00Z")
                },
                new Object[] {"point < '2024-01-01'", new Value.Other("timestamptz", "-infinity")},
                new Object[] {"uuid > '7fffffff-0000-0000-0000-000000000000'", uuid("8")},
                new Object[] {"json IS NOT NULL", new Value.Json("{}")},
                new Object[] {"list IS NOT NULL", new Value.Items(List.of())},
                new Object[] {"other = '1 day'", new Value.Other("interval", "1 day")},
                new Object[] {"other IN ('x', '1 day')", new Value.Text("1 day")},
                new Object[] {"other LIKE '1%'", new Value.Other("interval", "1 day")});
    }

    private static Value instant(String text) {
        return new Value.Instant(Instant.parse(text));
    }

    private static Value uuid(String digit) {
        return new Value.Uuid(UUID.fromString(digit + "0000000-0000-0000-0000-000000000000"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void aValueIsComparedInItsFieldsType(String filter, Value value) {
        Predicate predicate = read(filter).orThrow();
        String field = predicate.fields().iterator().next();

        assertThat(predicate.test(Row.of(field, value))).isEqualTo(Truth.TRUE);
        assertThat(new Predicate.Not(predicate).test(Row.of(field, value))).isEqualTo(Truth.FALSE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "small = 1",
                "real < 1",
                "text = 'a'",
                "date = '2024-01-01'",
                "small IN (1, 2)",
                "text LIKE '%'"
            })
    void aValueOfAnotherTypeIsNotComparedAtAll(String filter) {
        Predicate predicate = read(filter).orThrow();
        Row row = Row.of(predicate.fields().iterator().next(), new Value.Json("[]"));

        assertThat(predicate.test(row)).isEqualTo(Truth.UNKNOWN);
        assertThat(new Predicate.Not(predicate).test(row)).isEqualTo(Truth.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "txet = 'a' | no field 'txet'. Did you mean 'text'?",
                "TEXT = 'a' | Did you mean 'text'?",
                "whatever = 'a' | There is no field 'whatever'.",
                "text = 5 | 'text' is a text: put the literal into single quotes",
                "text = TRUE | single quotes",
                "small = '5' | a whole number of 16 bits: a number without quotes",
                "small = 32768 | beyond it",
                "small = 1.5 | digits after the point",
                "small LIKE '5%' | LIKE looks at texts",
                "bool = 2 | write TRUE or FALSE",
                "bool < TRUE | no order",
                "bool = 'true' | write TRUE or FALSE",
                "dec = '1' | a number without quotes",
                "real = 'nan' | or 'NaN'",
                "single = 99999999999999999999999999999999999999999 | beyond it",
                "bytes = 'ff' | in hex",
                "bytes = '\\xf' | in hex",
                "date = '2024-02-30' | write it as",
                "date = '2024-01-01 10:00' | write it as",
                "date > 20240101 | single quotes",
                "time = '25:00' | write it as",
                "time = '10:00:00.1234567' | six digits",
                "wall = '2024-01-01T00:00:00Z' | without a zone",
                "wall = '2024-13-01' | no such day",
                "point = 'yesterday' | write it as",
                "point = '2024-01-01T00:00+20:00' | Greenwich",
                "uuid = '1-1-1-1-1' | write it as",
                "json = '{}' | IS NULL only",
                "list IN ('{}') | IS NULL only",
                "other < '1 day' | no order",
            })
    void aLiteralThatCannotBeThatTypeIsAProblem(String filter, String says) {
        Reading<Predicate> read = read(filter);

        assertThat(read.problems()).hasSize(1);
        assertThat(read.problems().getFirst().column()).isEqualTo(1);
        assertThat(read.problems().getFirst().message()).contains(says);
    }

    @Test
    void allThatDoesNotFitIsToldAtOnce() {
        assertThat(read("nope = 1 AND text = 5 OR small IN (1, 99999, 'x')").problems())
                .extracting(FilterProblem::column)
                .containsExactly(1, 14, 26, 26);
    }

    @Test
    void aPatternIsNeverTriedForLong() {
        String text = "a".repeat(20_000);
        Predicate predicate = read("text LIKE '" + "%a".repeat(300) + "%b'").orThrow();

        long before = System.nanoTime();
        assertThat(predicate.test(Row.of("text", new Value.Text(text)))).isEqualTo(Truth.FALSE);
        assertThat(System.nanoTime() - before).isLessThan(2_000_000_000L);
    }
}
