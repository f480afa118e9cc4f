package io.syncline.rules.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Base;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Merged;
import io.syncline.core.merge.Side;
import io.syncline.core.merge.Strategies;
import io.syncline.core.merge.Times;
import io.syncline.core.merge.Verdict;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a rule that is an expression decides. */
class CelRuleTest {
    private static Row row(Object... namesAndValues) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
        }
        return Row.of(fields);
    }

    private static Value number(String text) {
        return new Value.Decimal(new BigDecimal(text));
    }

    private static Value taken(Value ours, Value theirs, String expression) {
        return taken(Meeting.of(ours, theirs).decide("f", expression));
    }

    private static Value taken(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Take.class);
        return ((Verdict.Take) verdict).value();
    }

    private static String asked(Value ours, Value theirs, String expression) {
        Verdict verdict = Meeting.of(ours, theirs).decide("f", expression);
        assertThat(verdict).isInstanceOf(Verdict.Ask.class);
        return ((Verdict.Ask) verdict).because();
    }

    @Test
    void aConfigurationNamesItByItsWord() {
        Strategies.Told told =
                Strategies.standard()
                        .read(
                                Map.of(
                                        "custom_rules",
                                        Map.of(
                                                "total",
                                                Map.of(
                                                        "strategy",
                                                        "custom",
                                                        "expression",
                                                        "ours.total > theirs.total"
                                                                + " ? ours.total : theirs.total"))));
        assertThat(told.problems()).isEmpty();
        Row base = row("id", new Value.Int(1), "total", number("1"));
        Merged merged =
                Merge.merge(
                        Base.of(Image.whole(base)),
                        side("a", base, row("id", new Value.Int(1), "total", number("10.50"))),
                        side("b", base, row("id", new Value.Int(1), "total", number("9.75"))),
                        Strategies.standard().rules(told.standard()));

        assertThat(merged.conflicts()).isEmpty();
        assertThat(merged.image().row().get("total")).isEqualTo(number("10.5"));
    }

    private static Side side(String name, Row base, Row now) {
        return new Side(new ReplicaId(name), Image.whole(now), Image.whole(base), Times.unknown());
    }

    @Test
    void itSeesAllFieldsOfAllThreeRows() {
        Meeting meeting =
                new Meeting(
                        row("f", new Value.Int(1), "state", new Value.Text("open")),
                        row("f", new Value.Int(5), "state", new Value.Text("paid")),
                        row("f", new Value.Int(9), "state", new Value.Text("open")));

        assertThat(taken(meeting.decide("f", "ours.state == 'paid' ? ours.f : theirs.f")))
                .isEqualTo(new Value.Int(5));
        assertThat(taken(meeting.decide("f", "base.f + (ours.f - base.f) + (theirs.f - base.f)")))
                .isEqualTo(new Value.Int(13));
        assertThat(taken(meeting.decide("f", "ours[field] * 2 + value.theirs + value.base")))
                .isEqualTo(new Value.Int(20));
        assertThat(taken(meeting.decide("f", "has(ours.none) || field != 'f' ? 0 : size(ours)")))
                .isEqualTo(new Value.Int(2));
    }

    @Test
    void whereNobodyKnowsTheBaseItIsNull() {
        Value one = new Value.Int(1);
        Value two = new Value.Int(2);
        String expression = "base == null && value.base == null ? value.theirs : value.ours";
        assertThat(taken(one, two, expression)).isEqualTo(two);
        assertThat(asked(one, two, "base.f")).contains("not there");
    }

    @Test
    void decimalsAreExact() {
        Value ours = number("0.1");
        Value theirs = number("0.2");
        assertThat(taken(ours, theirs, "value.ours + value.theirs")).isEqualTo(number("0.3"));
        assertThat(taken(ours, theirs, "value.ours * value.theirs - 1")).isEqualTo(number("-0.98"));
        assertThat(taken(ours, theirs, "1 - value.ours")).isEqualTo(number("0.9"));
        assertThat(taken(ours, theirs, "-value.ours")).isEqualTo(number("-0.1"));
        assertThat(taken(ours, theirs, "divide(value.ours + value.theirs, 7, 4)"))
                .isEqualTo(number("0.0429"));
        assertThat(taken(ours, theirs, "value.ours + value.theirs == decimal('0.30') ? 1 : 2"))
                .isEqualTo(number("1"));
        assertThat(taken(ours, theirs, "value.ours < 1 && 1 >= value.theirs ? 3 : 4"))
                .isEqualTo(number("3"));
        assertThat(taken(number("10"), theirs, "value.ours == 10 && 10 == value.ours ? 5 : 6"))
                .isEqualTo(number("5"));
        assertThat(taken(number("10"), theirs, "value.ours in [1, 10] ? int(value.ours) : 6"))
                .isEqualTo(number("10"));
    }

    @Test
    void aDecimalNeverMeetsFloatingPoint() {
        Value ours = number("0.1");
        Value theirs = number("0.2");
        for (String expression :
                List.of(
                        "value.ours < 0.15 ? 1 : 2",
                        "value.ours == 0.1 ? 1 : 2",
                        "0.1 != value.ours ? 1 : 2",
                        "value.ours + 0.1",
                        "divide(value.ours, 0.1, 2)")) {
            assertThat(asked(ours, theirs, expression)).contains("decimal('0.1')");
        }
        assertThat(asked(ours, theirs, "0.5")).contains("cannot hold");
        assertThat(asked(ours, theirs, "value.ours / value.theirs")).contains("divide(a, b,");
    }

    @Test
    void everyTypeComesBackAsItWas() {
        List<List<Value>> pairs =
                List.of(
                        List.of(new Value.Bool(true), new Value.Bool(false)),
                        List.of(new Value.Int(Long.MAX_VALUE), new Value.Int(Long.MIN_VALUE)),
                        List.of(number("1e400"), number("-1e-400000000")),
                        List.of(new Value.Real(Double.NaN), new Value.Real(0.1)),
                        List.of(new Value.Text("ä\u0000\ud83d"), new Value.Text("")),
                        List.of(new Value.Bytes(new byte[] {0, -1}), new Value.Bytes(new byte[0])),
                        List.of(new Value.Date(LocalDate.MIN), new Value.Date(LocalDate.MAX)),
                        List.of(new Value.Time(LocalTime.MAX), new Value.Time(LocalTime.NOON)),
                        List.of(
                                new Value.Timestamp(LocalDateTime.MAX),
                                new Value.Timestamp(LocalDateTime.MIN)),
                        List.of(new Value.Instant(Instant.MIN), new Value.Instant(Instant.EPOCH)),
                        List.of(new Value.Uuid(new UUID(1, 2)), new Value.Uuid(new UUID(3, 4))),
                        List.of(
                                Value.Json.parse("{\"a\":[1,1e400,null]}"),
                                Value.Json.parse("1e2147483647")),
                        List.of(
                                new Value.Items(List.of(new Value.Int(1), Value.nothing())),
                                new Value.Items(List.of())),
                        List.of(
                                new Value.Struct(Map.of("a", new Value.Int(1))),
                                new Value.Struct(Map.of("a", Value.nothing()))),
                        List.of(
                                new Value.Other("interval", "9 days"),
                                new Value.Other("interval", "10 days")));
        for (List<Value> pair : pairs) {
            assertThat(taken(pair.getFirst(), pair.getLast(), "value.ours"))
                    .isEqualTo(pair.getFirst());
            assertThat(taken(pair.getFirst(), pair.getLast(), "theirs.f"))
                    .isEqualTo(pair.getLast());
            assertThat(
                            taken(
                                    pair.getFirst(),
                                    pair.getLast(),
                                    "ours.f == theirs.f ? ours.f : theirs.f"))
                    .isEqualTo(pair.getLast());
        }
    }

    @Test
    void timesAreComparedWithTheirOwnKind() {
        Value may = new Value.Date(LocalDate.parse("2026-05-01"));
        Value june = new Value.Date(LocalDate.parse("2026-06-01"));
        assertThat(taken(may, june, "value.ours < value.theirs ? date('2026-07-01') : value.ours"))
                .isEqualTo(new Value.Date(LocalDate.parse("2026-07-01")));
        assertThat(asked(may, june, "value.ours < '2026-05-02' ? value.ours : value.theirs"))
                .contains("types");
        Value wall = new Value.Timestamp(LocalDateTime.parse("2026-05-01T10:00"));
        Value later = new Value.Timestamp(LocalDateTime.parse("2026-05-01T10:00:00.5"));
        assertThat(taken(wall, later, "value.ours >= value.theirs ? value.ours : value.theirs"))
                .isEqualTo(later);
        Value point = new Value.Instant(Instant.parse("2026-05-01T10:00:00.000000001Z"));
        assertThat(
                        taken(
                                point,
                                new Value.Instant(Instant.EPOCH),
                                "value.ours > value.theirs ? value.ours + duration('1h') : null"))
                .isEqualTo(new Value.Instant(Instant.parse("2026-05-01T11:00:00.000000001Z")));
        Value nine = new Value.Other("interval", "9 days");
        Value ten = new Value.Other("interval", "10 days");
        assertThat(asked(nine, ten, "value.ours > value.theirs ? value.ours : value.theirs"))
                .contains("types");
    }

    @Test
    void documentsAndListsAreMadeAnew() {
        Value ours = Value.Json.parse("{\"a\": 1, \"b\": [1.5, null]}");
        Value theirs = Value.Json.parse("{\"a\": 2}");
        assertThat(
                        taken(
                                ours,
                                theirs,
                                "{'a': ours.f.a + theirs.f.a, 'b': ours.f.b + [decimal('0.10')]}"))
                .isEqualTo(Value.Json.parse("{\"a\": 3, \"b\": [1.5, null, 0.1]}"));
        Value list = new Value.Items(List.of(new Value.Text("a"), new Value.Text("b")));
        Value other = new Value.Items(List.of(new Value.Text("b"), new Value.Text("c")));
        assertThat(taken(list, other, "ours.f.filter(x, x in theirs.f)"))
                .isEqualTo(new Value.Items(List.of(new Value.Text("b"))));
        assertThat(asked(list, other, "[1]")).contains("cannot hold");
    }

    @Test
    void whatItCannotSayIsForAPersonWithAReasonAndWithoutValues() {
        Value ours = new Value.Int(Long.MAX_VALUE);
        Value theirs = new Value.Text("secret");
        assertThat(asked(ours, theirs, "null")).contains("leaves it to a person");
        assertThat(asked(ours, theirs, "ours.nothing")).contains("not there");
        assertThat(asked(ours, theirs, "ours.f / 0")).contains("divides by zero");
        assertThat(asked(ours, theirs, "ours.f + 1")).contains("too large");
        for (String expression :
                List.of(
                        "int(theirs.f)",
                        "decimal(theirs.f)",
                        "date(theirs.f)",
                        "ours.f + theirs.f",
                        "ours[theirs.f]",
                        "timestamp(theirs.f)")) {
            assertThat(asked(ours, theirs, expression)).doesNotContain("secret");
        }
    }

    @Test
    void whatCostsTooMuchIsForAPerson() {
        Value text = new Value.Text("x".repeat(1 << 20));
        Value ten = new Value.Items(java.util.Collections.nCopies(10, new Value.Int(1)));
        String loops = "ours.f.map(a, ours.f.map(b, ours.f.map(c, ours.f.map(d, ours.f))))";
        assertThat(asked(ten, text, loops)).contains("too many items");
        assertThat(asked(text, ten, "ours.f" + " + ours.f".repeat(20))).contains("too long");
        Value large = new Value.Decimal(BigDecimal.TEN.pow(100_000));
        assertThat(asked(large, ten, "ours.f" + " * ours.f".repeat(5))).contains("digits");
    }
}
