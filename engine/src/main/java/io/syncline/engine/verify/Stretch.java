package io.syncline.engine.verify;

import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.filter.Predicate;
import io.syncline.core.filter.Predicate.Comparison;
import io.syncline.core.wire.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A part of one collection, by the source's names and keys. Text is ordered by code points and
 * bytes unsigned, whatever collations the databases have.
 */
public sealed interface Stretch {
    /** The source's name of the collection. */
    String collection();

    /**
     * Which rows these are.
     *
     * @param key the names of the key's fields, at least as many as values were given
     */
    Predicate rows(List<String> key);

    /** In a line without line breaks, as {@link #of} reads it. */
    String text();

    /** How many values of a key it names, at most. */
    int width();

    /**
     * The rows from one key on, up to another. Either may leave out the last values of a key of
     * several fields: from there on, or up to there, whatever they are.
     *
     * @param from the first of them; null for the first there is
     * @param to the first that is none of them any more; null: to the end
     */
    record Range(String collection, @Nullable List<Value> from, @Nullable List<Value> to)
            implements Stretch {
        /** Copies the lists. */
        public Range {
            from = from == null ? null : List.copyOf(from);
            to = to == null ? null : List.copyOf(to);
        }

        @Override
        public Predicate rows(List<String> key) {
            List<Predicate> both = new ArrayList<>();
            if (from != null) {
                both.add(beyond(key, from, Comparison.ABOVE, Comparison.AT_LEAST));
            }
            if (to != null) {
                both.add(beyond(key, to, Comparison.BELOW, Comparison.BELOW));
            }
            return both.isEmpty() ? Predicate.Constant.ALL : new Predicate.And(both);
        }

        /** As dictionaries order; said of the first field once more, so that an index is of use. */
        private static Predicate beyond(
                List<String> key, List<Value> bound, Comparison is, Comparison last) {
            List<Predicate> any = new ArrayList<>();
            for (int i = 0; i < bound.size(); i++) {
                List<Predicate> all = new ArrayList<>(equal(key, bound.subList(0, i)));
                Comparison here = i == bound.size() - 1 ? last : is;
                all.add(new Predicate.Compare(key.get(i), here, bound.get(i)));
                any.add(all.size() == 1 ? all.getFirst() : new Predicate.And(all));
            }
            if (any.size() == 1) {
                return any.getFirst();
            }
            Comparison first = is == Comparison.ABOVE ? Comparison.AT_LEAST : Comparison.AT_MOST;
            return new Predicate.And(
                    List.of(
                            new Predicate.Compare(key.getFirst(), first, bound.getFirst()),
                            new Predicate.Or(any)));
        }

        @Override
        public String text() {
            return String.join("\t", "range", written(from), written(to));
        }

        private String written(@Nullable List<Value> bound) {
            RowId id = new RowId(collection, bound == null ? List.of() : bound);
            return (bound == null ? "-" : "+") + Wire.text(id);
        }

        @Override
        public int width() {
            return Math.max(from == null ? 0 : from.size(), to == null ? 0 : to.size());
        }
    }

    /**
     * Single rows.
     *
     * @param keys whole keys, at least one
     */
    record Keys(String collection, Set<List<Value>> keys) implements Stretch {
        /** Copies the keys, in their order. */
        public Keys {
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("No key of " + collection);
            }
            keys = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(keys));
        }

        @Override
        public Predicate rows(List<String> key) {
            if (key.size() == 1) {
                return new Predicate.In(
                        key.getFirst(),
                        keys.stream()
                                .map(List::getFirst)
                                .collect(Collectors.toCollection(LinkedHashSet::new)));
            }
            List<Predicate> any = new ArrayList<>();
            keys.forEach(each -> any.add(new Predicate.And(equal(key, each))));
            return new Predicate.Or(any);
        }

        @Override
        public String text() {
            return keys.stream()
                    .map(key -> Wire.text(new RowId(collection, key)))
                    .collect(Collectors.joining("\t", "keys\t", ""));
        }

        @Override
        public int width() {
            return keys.stream().mapToInt(List::size).max().orElse(0);
        }
    }

    private static List<Predicate> equal(List<String> names, List<Value> values) {
        List<Predicate> all = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            all.add(new Predicate.Compare(names.get(i), Comparison.EQUAL, values.get(i)));
        }
        return all;
    }

    /** Reads what {@link #text} wrote. */
    static Stretch of(String text) {
        List<String> parts = Arrays.asList(text.split("\t", -1));
        if (parts.getFirst().equals("keys")) {
            List<RowId> ids = parts.stream().skip(1).map(Wire::rowId).toList();
            return new Keys(
                    ids.getFirst().collection(),
                    ids.stream()
                            .map(RowId::key)
                            .collect(Collectors.toCollection(LinkedHashSet::new)));
        }
        RowId from = Wire.rowId(parts.get(1).substring(1));
        RowId to = Wire.rowId(parts.get(2).substring(1));
        return new Range(
                from.collection(),
                parts.get(1).startsWith("-") ? null : from.key(),
                parts.get(2).startsWith("-") ? null : to.key());
    }
}
