package io.syncline.core.merge;

import io.syncline.core.change.Value;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule for each type of value.
 *
 * @param word what a configuration calls it
 * @param rules by type; a person decides what has none
 */
public record ByType(String word, Map<Kind, Rule> rules) implements Rule {
    /** The types that rules tell apart. */
    public enum Kind {
        /** Whole, exact and floating numbers. */
        NUMBERS,
        /** Days, times and points in time. */
        TIMESTAMPS,
        /** True or false. */
        BOOLEANS,
        /** Lists. */
        ARRAYS,
        /** Objects. */
        OBJECTS,
        /** Texts, and all else. */
        STRINGS
    }

    /** Copies the map. */
    public ByType {
        rules = rules.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(rules));
    }

    @Override
    public Verdict decide(Clash clash) {
        Kind kind = kind(clash.ours() instanceof Value.Null ? clash.theirs() : clash.ours());
        if (!(clash.theirs() instanceof Value.Null) && kind != kind(clash.theirs())) {
            return Verdict.ask("the two values are of different types");
        }
        return rules.getOrDefault(kind, Ask.ASK).decide(clash);
    }

    @Override
    public boolean addsUp(Value value) {
        return rules.getOrDefault(kind(value), Ask.ASK).addsUp(value);
    }

    @Override
    public @Nullable Value lift(@Nullable Value base, Value seen, Value now) {
        return rules.getOrDefault(kind(now), Ask.ASK).lift(base, seen, now);
    }

    /** What a value is to rules. */
    static Kind kind(Value value) {
        if (Order.number(value) != null) {
            return Kind.NUMBERS;
        }
        if (Order.temporal(value)) {
            return Kind.TIMESTAMPS;
        }
        if (value instanceof Value.Bool) {
            return Kind.BOOLEANS;
        }
        return Parts.items(value) != null
                ? Kind.ARRAYS
                : Parts.members(value) != null ? Kind.OBJECTS : Kind.STRINGS;
    }
}
