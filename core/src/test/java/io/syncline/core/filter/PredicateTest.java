package io.syncline.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.filter.Condition.Name;
import io.syncline.core.filter.Condition.Sign;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All small conditions on all small rows, beside SQL's rules written down a second time. */
class PredicateTest {
    private static final List<Field> FIELDS =
            List.of(
                    new Field("a", new FieldType.Int(32), true),
                    new Field("b", new FieldType.Int(32), true));
    private static final List<@Nullable Integer> NUMBERS = Arrays.asList(null, -1, 0, 1, 2);

    private static Literal literal(@Nullable Integer number) {
        return number == null ? Literal.Null.NULL : new Literal.Exact(BigDecimal.valueOf(number));
    }

    private static List<Condition> simple() {
        List<Literal> literals = List.of(literal(0), literal(1), literal(null));
        List<Condition> all = new ArrayList<>();
        for (Name name : List.of(new Name("a", 1), new Name("b", 1))) {
            for (Sign sign : Sign.values()) {
                literals.forEach(each -> all.add(new Condition.Compare(name, sign, each)));
            }
            for (boolean not : new boolean[] {false, true}) {
                all.add(new Condition.In(name, not, literals.subList(0, 2)));
                all.add(new Condition.In(name, not, literals.subList(1, 3)));
                all.add(new Condition.In(name, not, literals.subList(2, 3)));
                for (Literal low : literals) {
                    literals.forEach(high -> all.add(new Condition.Between(name, not, low, high)));
                }
                all.add(new Condition.IsNull(name, not));
            }
        }
        all.add(new Condition.Constant(true));
        all.add(new Condition.Constant(false));
        return all;
    }

    private static Stream<Condition> joined(List<Condition> parts) {
        return parts.stream()
                .flatMap(
                        one ->
                                parts.stream()
                                        .flatMap(
                                                other ->
                                                        Stream.of(
                                                                new Condition.And(
                                                                        List.of(one, other)),
                                                                new Condition.Or(
                                                                        List.of(one, other)))));
    }

    /** True, false, or null for unknown. */
    private static @Nullable Boolean sql(Condition condition, Map<String, @Nullable Integer> row) {
        return switch (condition) {
            case Condition.Compare compare ->
                    compared(row.get(compare.field().text()), compare.sign(), compare.literal());
            case Condition.In in -> {
                Boolean any = false;
                for (Literal each : in.literals()) {
                    any = or(any, compared(row.get(in.field().text()), Sign.EQUAL, each));
                }
                yield in.not() ? not(any) : any;
            }
            case Condition.Between between -> {
                Integer value = row.get(between.field().text());
                Boolean outside =
                        or(
                                compared(value, Sign.BELOW, between.low()),
                                compared(value, Sign.ABOVE, between.high()));
                yield between.not() ? outside : not(outside);
            }
            case Condition.IsNull isNull ->
                    (row.get(isNull.field().text()) == null) != isNull.not();
            case Condition.Not(Condition not) -> not(sql(not, row));
            case Condition.And(List<Condition> all) -> {
                Boolean outside = false;
                for (Condition each : all) {
                    outside = or(outside, not(sql(each, row)));
                }
                yield not(outside);
            }
            case Condition.Or(List<Condition> any) -> {
                Boolean one = false;
                for (Condition each : any) {
                    one = or(one, sql(each, row));
                }
                yield one;
            }
            case Condition.Constant(boolean all) -> all;
            case Condition.Like _ -> throw new AssertionError("Numbers are like nothing");
        };
    }

    private static @Nullable Boolean compared(@Nullable Integer value, Sign sign, Literal literal) {
        if (value == null || !(literal instanceof Literal.Exact(BigDecimal number))) {
            return null;
        }
        int other = number.intValueExact();
        return switch (sign) {
            case EQUAL -> value == other;
            case UNEQUAL -> value != other;
            case BELOW -> value < other;
            case AT_MOST -> value <= other;
            case ABOVE -> value > other;
            case AT_LEAST -> value >= other;
        };
    }

    private static @Nullable Boolean or(@Nullable Boolean one, @Nullable Boolean other) {
        if (Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other)) {
            return true;
        }
        return one == null || other == null ? null : (Boolean) false;
    }

    private static @Nullable Boolean not(@Nullable Boolean is) {
        return is == null ? null : (Boolean) !is;
    }

    private static Truth truth(@Nullable Boolean is) {
        return is == null ? Truth.UNKNOWN : Truth.of(is);
    }

    private static Row row(Map<String, @Nullable Integer> numbers) {
        Map<String, Value> values = new LinkedHashMap<>();
        numbers.forEach(
                (name, number) ->
                        values.put(name, number == null ? Value.nothing() : new Value.Int(number)));
        return Row.of(values);
    }

    private static Map<String, @Nullable Integer> pair(@Nullable Integer a, @Nullable Integer b) {
        Map<String, @Nullable Integer> pair = new LinkedHashMap<>();
        pair.put("a", a);
        pair.put("b", b);
        return pair;
    }

    /** Says what SQL says of whole rows, and of others nothing that a whole row could belie. */
    private static void holds(Condition condition) {
        Predicate predicate = condition.resolve(FIELDS).orThrow();
        Predicate inward = predicate.negationsInward();
        Set<Truth> ofAny = EnumSet.noneOf(Truth.class);
        for (Integer a : NUMBERS) {
            Set<Truth> ofA = EnumSet.noneOf(Truth.class);
            for (Integer b : NUMBERS) {
                Truth expected = truth(sql(condition, pair(a, b)));
                Row whole = row(pair(a, b));
                if (predicate.test(whole) != expected || inward.test(whole) != expected) {
                    throw new AssertionError(condition + " of " + whole + " is not " + expected);
                }
                ofA.add(expected);
            }
            Map<String, @Nullable Integer> alone = new LinkedHashMap<>();
            alone.put("a", a);
            mayBe(predicate, row(alone), ofA);
            ofAny.addAll(ofA);
        }
        mayBe(predicate, row(Map.of()), ofAny);
    }

    private static void mayBe(Predicate predicate, Row part, Set<Truth> whole) {
        Truth truth = predicate.test(part);
        boolean right =
                truth == Truth.UNKNOWN_FIELD
                        ? !part.header().names().containsAll(predicate.fields())
                        : whole.equals(EnumSet.of(truth));
        if (!right) {
            throw new AssertionError(predicate + " of " + part + " is " + truth);
        }
    }

    @Test
    void everySmallConditionSaysWhatSqlSays() {
        List<Condition> simple = simple();
        simple.forEach(PredicateTest::holds);
        simple.forEach(each -> holds(new Condition.Not(each)));
        joined(simple).forEach(PredicateTest::holds);

        // Every seventh, of both fields.
        List<Condition> few =
                IntStream.range(0, simple.size() / 7).mapToObj(i -> simple.get(7 * i)).toList();
        joined(few).map(Condition.Not::new).forEach(PredicateTest::holds);
        joined(few)
                .limit(300)
                .forEach(
                        pair ->
                                few.forEach(
                                        each ->
                                                holds(
                                                        new Condition.And(
                                                                List.of(
                                                                        each,
                                                                        new Condition.Not(
                                                                                pair))))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"b = 1", "a = 0 AND b = 1", "b IS NULL", "NOT b IN (1)", "b = 1 OR a = 1"})
    void aRowThatDoesNotKnowAFieldSaysSo(String filter) {
        Predicate predicate =
                FilterParser.parse(filter).then(each -> each.resolve(FIELDS)).orThrow();

        assertThat(predicate.test(Row.of("a", new Value.Int(0)))).isEqualTo(Truth.UNKNOWN_FIELD);
    }

    @Test
    void whatIsSettledWithoutAFieldNeedsNoField() {
        Predicate predicate =
                FilterParser.parse("a = 1 AND b = 1").then(each -> each.resolve(FIELDS)).orThrow();

        assertThat(predicate.test(Row.of("a", new Value.Int(0)))).isEqualTo(Truth.FALSE);
        assertThat(predicate.fields()).containsExactly("a", "b");
    }
}
