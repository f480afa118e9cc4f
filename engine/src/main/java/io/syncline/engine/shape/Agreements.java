package io.syncline.engine.shape;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a row that have to be in order, as their names say: what begins before what ends, the
 * least before the most, what was made before what was changed. Pure.
 */
final class Agreements {
    private record Pair(String first, String second) {}

    /** Words that make two names a pair, when the rest of both is the same. */
    private static final List<Pair> WORDS =
            List.of(
                    new Pair("start", "end"),
                    new Pair("starts", "ends"),
                    new Pair("started", "ended"),
                    new Pair("started", "completed"),
                    new Pair("min", "max"),
                    new Pair("from", "until"),
                    new Pair("from", "to"),
                    new Pair("since", "until"),
                    new Pair("created", "updated"),
                    new Pair("created", "deleted"));

    private Agreements() {}

    static List<RowTest> of(Layout layout) {
        List<RowTest> tests = new ArrayList<>();
        for (Field first : layout.fields()) {
            for (Field second : layout.fields()) {
                if (first.type().equals(second.type())
                        && ordered(first.type())
                        && pair(first.name(), second.name())) {
                    tests.add(test(first.name(), second.name()));
                }
            }
        }
        return tests;
    }

    private static boolean ordered(FieldType type) {
        Kind kind = Kind.of(type);
        return Kind.NUMBERS.contains(kind) || Kind.MOMENTS.contains(kind);
    }

    private static boolean pair(String first, String second) {
        List<String> one = TextFormats.words(first);
        List<String> other = TextFormats.words(second);
        if (one.size() != other.size()) {
            return false;
        }
        int differing = -1;
        for (int i = 0; i < one.size(); i++) {
            if (!one.get(i).equals(other.get(i))) {
                if (differing >= 0) {
                    return false;
                }
                differing = i;
            }
        }
        return differing >= 0 && WORDS.contains(new Pair(one.get(differing), other.get(differing)));
    }

    private static RowTest test(String first, String second) {
        return new RowTest(
                "the order of the fields " + first + " and " + second,
                Code.INCONSISTENT,
                Set.of(first, second),
                false,
                row -> inOrder(row.get(first), row.get(second)));
    }

    private static boolean inOrder(@Nullable Value first, @Nullable Value second) {
        return switch (first) {
            case Value.Date(var from) when second instanceof Value.Date(var to) ->
                    !from.isAfter(to);
            case Value.Timestamp(var from) when second instanceof Value.Timestamp(var to) ->
                    !from.isAfter(to);
            case Value.Instant(var from) when second instanceof Value.Instant(var to) ->
                    !from.isAfter(to);
            case null -> true;
            default -> {
                BigDecimal from = Plain.number(first);
                BigDecimal to = second == null ? null : Plain.number(second);
                yield from == null || to == null || from.compareTo(to) <= 0;
            }
        };
    }
}
