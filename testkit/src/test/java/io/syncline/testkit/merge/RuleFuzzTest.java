package io.syncline.testkit.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Approved;
import io.syncline.core.merge.Ask;
import io.syncline.core.merge.ByType;
import io.syncline.core.merge.ByType.Kind;
import io.syncline.core.merge.Concat;
import io.syncline.core.merge.Extreme;
import io.syncline.core.merge.FirstOf;
import io.syncline.core.merge.Group;
import io.syncline.core.merge.LatestField;
import io.syncline.core.merge.LatestWins;
import io.syncline.core.merge.Merged;
import io.syncline.core.merge.MostComplete;
import io.syncline.core.merge.ObjectMerge;
import io.syncline.core.merge.Ranking;
import io.syncline.core.merge.RowPolicy;
import io.syncline.core.merge.RowPolicy.OnDelete;
import io.syncline.core.merge.RowPolicy.OnInsert;
import io.syncline.core.merge.Rule;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.SideWins;
import io.syncline.core.merge.Sum;
import io.syncline.core.merge.Surely;
import io.syncline.core.merge.TextMerge;
import io.syncline.core.merge.Union;
import io.syncline.core.merge.Which;
import io.syncline.testkit.Choices;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No rule stumbles over a value, whatever it is, and a field keeps its form. */
class RuleFuzzTest {
    private static final int MERGES = 60_000;

    private static final List<Rule> RULES =
            Stream.of(
                            Ask.ASK,
                            new SideWins(Which.THEIRS),
                            LatestWins.LATEST,
                            new LatestField("f", true),
                            new Ranking("priority_based", List.of(Meeting.B)),
                            new Extreme(true),
                            new Extreme(false),
                            Sum.SUM,
                            Union.ofValues(),
                            new Union("k", true, Sum.SUM),
                            new Union("", false, Union.ofValues()),
                            new ObjectMerge(Sum.SUM, Map.of("k", TextMerge.TEXT)),
                            new ObjectMerge(Union.ofValues(), Map.of()),
                            TextMerge.TEXT,
                            new Concat("$1\\"),
                            MostComplete.MOST_COMPLETE)
                    .flatMap(
                            rule ->
                                    Stream.of(
                                            rule,
                                            new FirstOf("f", List.of(rule, Sum.SUM, Ask.ASK)),
                                            new Approved(rule),
                                            new Surely(rule, 0.5),
                                            new ByType(
                                                    "t",
                                                    Map.of(Kind.OBJECTS, rule, Kind.NUMBERS, rule)),
                                            new ObjectMerge(rule, Map.of("", rule))))
                    .toList();

    private static final List<Value> PLAIN =
            List.of(
                    Value.nothing(),
                    new Value.Bool(true),
                    new Value.Int(0),
                    new Value.Int(Long.MAX_VALUE),
                    new Value.Int(Long.MIN_VALUE),
                    new Value.Decimal(new BigDecimal("0.1")),
                    new Value.Decimal(new BigDecimal("1e400")),
                    new Value.Decimal(new BigDecimal("-1e-400000000")),
                    new Value.Real(Double.NaN),
                    new Value.Real(Double.NEGATIVE_INFINITY),
                    new Value.Real(Double.MAX_VALUE),
                    new Value.Real(-Double.MAX_VALUE),
                    new Value.Text(""),
                    new Value.Text("a.b\\c \"d\"\n\u0000\ud83d$1"),
                    new Value.Text("2024-05-01T10:00:00Z"),
                    new Value.Bytes(new byte[] {1, -1}),
                    new Value.Date(LocalDate.EPOCH),
                    new Value.Time(LocalTime.NOON),
                    new Value.Timestamp(LocalDateTime.MAX),
                    new Value.Instant(Instant.MIN),
                    new Value.Uuid(new UUID(1, 2)),
                    new Value.Other("interval", "1 day"));

    private static final List<String> NUMBERS =
            List.of(
                    "1e400",
                    "-1e-400",
                    "1e2147483647",
                    "1e-2147483647",
                    "9223372036854775808",
                    "0");

    private static final List<String> KEYS =
            List.of("k", "", ".", "\\", "a.b", "\"", "\u0000", "{", ",");

    private static Value value(Choices any, int depth) {
        return switch (any.below(depth > 3 ? 2 : 6)) {
            case 0, 1 -> any.oneOf(PLAIN);
            case 2 -> json(any, depth);
            case 3 -> new Value.Items(List.of(value(any, depth + 1), value(any, depth + 1)));
            case 4 -> new Value.Struct(Map.of(any.oneOf(KEYS), value(any, depth + 1)));
            default -> Value.Json.array(List.of(json(any, depth + 1), json(any, depth + 1)));
        };
    }

    private static Value.Json json(Choices any, int depth) {
        return switch (any.below(depth > 4 ? 3 : 6)) {
            case 0 -> Value.Json.parse("null");
            case 1 -> Value.Json.parse(any.oneOf(NUMBERS));
            case 2 -> Value.Json.text(any.oneOf(KEYS));
            case 3 -> Value.Json.array(List.of(json(any, depth + 1)));
            default -> {
                Map<String, Value.Json> members = new LinkedHashMap<>();
                for (int i = any.below(4); i > 0; i--) {
                    members.put(any.oneOf(KEYS), json(any, depth + 1));
                }
                yield Value.Json.object(members);
            }
        };
    }

    private static Image image(Choices any) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (String name : List.of("f", "a.b", "g", "h", "")) {
            if (any.chance(85)) {
                fields.put(name, value(any, 0));
            }
        }
        Row row = Row.of(fields);
        return any.chance(10)
                ? Image.absent()
                : any.chance(50) ? Image.whole(row) : Image.partial(row);
    }

    @Test
    void noRuleEverThrows() {
        Choices.seeded(
                1,
                MERGES,
                any -> {
                    Image base = image(any);
                    Image whole = base.row() == null ? base : Image.whole(base.row());
                    Set<String> owed = any.chance(30) ? Set.of("f", "g", "") : Set.of();
                    Meeting meeting =
                            Owed.of(
                                            whole,
                                            image(any),
                                            any.chance(50) ? whole : image(any),
                                            owed,
                                            image(any),
                                            any.chance(80) ? whole : image(any),
                                            Set.of())
                                    .timed(any.below(3), any.below(3));
                    Rules rules =
                            Rules.of(any.oneOf(RULES))
                                    .with(
                                            new RowPolicy(
                                                    OnDelete.UPDATE_WINS, OnInsert.UNION, false))
                                    .with("f.k", any.oneOf(RULES));
                    if (any.chance(30)) {
                        rules = rules.with(new Group("g", List.of("g", "h"), any.oneOf(RULES)));
                    }
                    Merged merged = meeting.merged(rules);
                    assertThat(merged.settled())
                            .allMatch(each -> each.result() != null || each.path().isEmpty());
                });
    }

    @Test
    void aFieldOfADocumentStaysOneUnlessItIsSetToNull() {
        Choices.seeded(
                1,
                20_000,
                any -> {
                    Value theirs = any.chance(30) ? Value.nothing() : json(any, 0);
                    Merged merged =
                            Meeting.of(
                                            Meeting.whole("f", json(any, 0)),
                                            Meeting.whole("f", json(any, 0)),
                                            Meeting.whole("f", theirs))
                                    .timed(1, 2)
                                    .merged(Rules.of(any.oneOf(RULES)));
                    Value result = Meeting.value(merged.image().row(), "f");
                    assertThat(result instanceof Value.Json || result.equals(theirs)).isTrue();
                });
    }

    @Test
    void aListStaysAListOfItsForm() {
        Merged merged =
                Meeting.of(
                                Meeting.whole("f", List.of("a", "b")),
                                Meeting.whole("f", Value.nothing()),
                                Meeting.whole("f", List.of("a", "b", "c")))
                        .merged(Rules.of(Union.ofValues()));
        assertThat(Meeting.value(merged.image().row(), "f")).isEqualTo(Meeting.of(List.of("c")));
    }
}
