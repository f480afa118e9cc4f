package io.syncline.core.merge;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The words for what has to hold of a merged value. What a check does not understand passes. */
final class Checks {
    /** All there are. */
    static final Set<String> WORDS =
            new TreeSet<>(
                    Set.of(
                            "non_negative",
                            "at_least",
                            "at_most",
                            "capacity",
                            "max_length",
                            "no_duplicates",
                            "not_empty",
                            "one_of"));

    private Checks() {}

    /** The check of a word; null, with a problem, if there is none. */
    static @Nullable ValueCheck check(RuleSpec spec, Arguments arguments) {
        ValueCheck check =
                switch (spec.word()) {
                    case "non_negative" -> new AtLeast(spec.word(), BigDecimal.ZERO);
                    case "at_least" -> {
                        BigDecimal least = arguments.number("value");
                        yield least == null ? null : new AtLeast(spec.word(), least);
                    }
                    case "at_most", "capacity", "max_length" -> {
                        BigDecimal most = arguments.number("value");
                        String of = arguments.text("of");
                        yield most == null ? null : new AtMost(spec.word(), most, of);
                    }
                    case "no_duplicates" -> new NoDuplicates(arguments.text("key"));
                    case "not_empty" -> NotEmpty.NOT_EMPTY;
                    case "one_of" -> new OneOf(arguments.list("values"));
                    default -> {
                        String near = Spelling.didYouMean(spec.word(), WORDS);
                        arguments.problem("check", "no check has this name" + near);
                        yield null;
                    }
                };
        if (WORDS.contains(spec.word())) {
            arguments.done();
        }
        return check;
    }

    /** A check of one field of a row. */
    record OfField(String field, ValueCheck check) implements RowCheck {
        @Override
        public String word() {
            return check.word();
        }

        @Override
        public @Nullable String problem(Row row) {
            Value value = row.get(field);
            String problem = value == null ? null : check.problem(Parts.open(value));
            return problem == null ? null : field + " " + problem;
        }
    }

    /** How much a value is: the number, the number of items, or the sum of a member of these. */
    private static @Nullable BigDecimal size(Value value, @Nullable String of) {
        List<Value> items = Parts.items(value);
        if (items == null) {
            return value instanceof Value.Text(String text)
                    ? BigDecimal.valueOf(text.codePointCount(0, text.length()))
                    : Order.number(value);
        }
        if (of == null) {
            return BigDecimal.valueOf(items.size());
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (Value item : items) {
            Map<String, Value> members = Parts.members(item);
            Value member = members == null ? null : members.get(of);
            BigDecimal number = member == null ? null : Order.number(member);
            sum = number == null ? sum : sum.add(number);
        }
        return sum;
    }

    private record AtLeast(String word, BigDecimal least) implements ValueCheck {
        @Override
        public @Nullable String problem(Value value) {
            BigDecimal size = size(value, null);
            return size == null || size.compareTo(least) >= 0 ? null : "is less than " + least;
        }
    }

    private record AtMost(String word, BigDecimal most, @Nullable String of) implements ValueCheck {
        @Override
        public @Nullable String problem(Value value) {
            BigDecimal size = size(value, of);
            return size == null || size.compareTo(most) <= 0 ? null : "is more than " + most;
        }
    }

    private record NoDuplicates(@Nullable String key) implements ValueCheck {
        @Override
        public String word() {
            return "no_duplicates";
        }

        @Override
        public @Nullable String problem(Value value) {
            List<Value> items = Parts.items(value);
            Set<Value> seen = new HashSet<>();
            for (Value item : items == null ? List.<Value>of() : items) {
                Map<String, Value> members = key == null ? null : Parts.members(item);
                Value name = members == null ? item : members.get(key);
                if (name != null && !seen.add(name)) {
                    return "has an item twice";
                }
            }
            return null;
        }
    }

    private enum NotEmpty implements ValueCheck {
        NOT_EMPTY;

        @Override
        public String word() {
            return "not_empty";
        }

        @Override
        public @Nullable String problem(Value value) {
            List<Value> items = Parts.items(value);
            Map<String, Value> members = Parts.members(value);
            boolean empty =
                    Parts.nothing(value)
                            || value instanceof Value.Text(String text) && text.isBlank()
                            || items != null && items.isEmpty()
                            || members != null && members.isEmpty();
            return empty ? "is empty" : null;
        }
    }

    private record OneOf(List<?> values) implements ValueCheck {
        OneOf {
            values = List.copyOf(new ArrayList<>(values));
        }

        @Override
        public String word() {
            return "one_of";
        }

        @Override
        public @Nullable String problem(Value value) {
            return values.stream().anyMatch(allowed -> is(value, allowed))
                    ? null
                    : "is none of " + values;
        }

        private static boolean is(Value value, Object allowed) {
            BigDecimal number = Order.number(value);
            return switch (value) {
                case Value.Text(String text) -> text.equals(allowed);
                case Value.Bool(boolean truth) -> allowed.equals(truth);
                default ->
                        number != null
                                && allowed instanceof Number other
                                && number.compareTo(new BigDecimal(other.toString())) == 0;
            };
        }
    }
}
