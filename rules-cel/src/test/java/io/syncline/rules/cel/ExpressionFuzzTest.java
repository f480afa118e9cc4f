package io.syncline.rules.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Rule;
import io.syncline.testkit.fuzz.Fuzz;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpressionFuzzTest {
    private static final Row ROW =
            Row.of(
                    Map.of(
                            "a",
                            new Value.Int(7),
                            "b",
                            new Value.Text("abc abc"),
                            "c",
                            new Value.Decimal(new BigDecimal("10.5")),
                            "d",
                            new Value.Instant(Instant.EPOCH),
                            "e",
                            new Value.Items(List.of(new Value.Int(1), new Value.Int(2))),
                            "g",
                            new Value.Date(LocalDate.EPOCH),
                            "h",
                            Value.Json.parse("{\"k\":[1,2.5,\"x\"]}")));
    private static final Row OTHER = Row.of("a", new Value.Int(9)).overlaid(ROW);

    @Test
    void anExpressionIsRefusedOrDecides() {
        Fuzz.Tally tally =
                Fuzz.text(
                        "expression",
                        List.of(
                                "ours.a > theirs.a ? ours.a : theirs.a",
                                "base == null ? value.ours : base.a + 1",
                                "ours.e.map(x, x * 2).filter(x, x > 2).size()",
                                "ours.c + theirs.c * 2 - decimal('1.25') < 3 ? 1 : 2",
                                "divide(ours.c, theirs.a, 2) >= 1 ? int(ours.c) : 0",
                                "ours.b.matches('^(a|b)+c') && has(ours.h.k) ? ours.a : 0",
                                "{'a': [1, 2u, 3.5, b'x', null, true], 'b': ours[field]}.a[0]",
                                "ours.d + duration('1h') > timestamp('2026-01-01T00:00:00Z')",
                                "date('2026-01-01') <= ours.g || 'x' in ours.h.k",
                                "string(ours.c) + ours.b.substring(1) + string(ours.g)"),
                        List.of(
                                "ours",
                                "theirs",
                                ".a",
                                ".c",
                                ".map(x, ",
                                ".exists(x, ",
                                ")",
                                "(",
                                "[",
                                "]",
                                "{",
                                "}",
                                "'",
                                "\"\"\"",
                                "\\",
                                " ? ",
                                " : ",
                                " in ",
                                "!",
                                "-",
                                "*",
                                "9223372036854775807",
                                "1e308",
                                "decimal('1e9')",
                                "u",
                                "b'",
                                "r'",
                                "\0",
                                "😀",
                                "//",
                                "`",
                                ".?",
                                "null",
                                "matches('(a*)*')"),
                        ExpressionFuzzTest::reads);

        assertThat(tally.taken()).isBetween(tally.inputs() / 100, tally.inputs() * 99 / 100);
    }

    private static boolean reads(String text) {
        Rule rule;
        try {
            rule = new CelRules().rule(Map.of("expression", text));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("the expression").hasNoCause();
            return false;
        }
        Meeting meeting = new Meeting(ROW, ROW, OTHER);
        assertThat(meeting.decide("a", rule)).isEqualTo(meeting.decide("a", rule));
        return true;
    }
}
