package io.syncline.engine.twoway;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.merge.Which;
import io.syncline.core.wire.Wire;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.pair.Digest;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds which linked rows of two ends are the same ones, by what they say: a row goes with the only
 * one of the other end that says the same, if it is the only one of its own that does. Large
 * collections are read more than once, each time for another part of what may be said, so that the
 * memory it takes is bounded.
 *
 * @param facings how both ends face each other
 * @param ends both, to be read
 * @param linked which of some keys of an end are linked already: these are left out
 */
public record Matching(
        Facings facings,
        Map<Which, Endpoint> ends,
        BiFunction<Which, List<Value>, Set<Value>> linked) {
    private static final int ROWS_AT_ONCE = 2_000;

    /** Rows that are kept in mind at once. */
    private static final int ROWS_MAX = 300_000;

    /**
     * What was found.
     *
     * @param same pairs of rows that are the same ones
     * @param ambiguous rows that say what another of the same end says too
     */
    public record Found(long same, long ambiguous) {}

    /** The keys of those that say the same. */
    private static final class Alike {
        private final Map<Which, Value> keys = new EnumMap<>(Which.class);
        private int more;

        void add(Which which, Value key) {
            Value before = keys.put(which, key);
            // A row that is written meanwhile may be read twice.
            more += before == null || before.equals(key) ? 0 : 1;
        }
    }

    /**
     * Looks at all rows of a collection.
     *
     * @param all whether all fields are to tell, where none were named
     * @param found is given the other end's keys by the first end's, part by part
     */
    public Found look(String collection, boolean all, Consumer<Map<Value, Value>> found) {
        long rows =
                Math.max(
                        layout(Which.OURS, collection).rows(),
                        layout(Which.THEIRS, collection).rows());
        int parts = (int) Math.max(1, 2 * rows / ROWS_MAX);
        long same = 0;
        long ambiguous = 0;
        for (int part = 0; part < parts; part++) {
            Map<String, Alike> said = new HashMap<>();
            for (Which which : Which.values()) {
                read(which, collection, all, part, parts, said);
            }
            Map<Value, Value> keys = new LinkedHashMap<>();
            for (Alike each : said.values()) {
                Value ours = each.keys.get(Which.OURS);
                Value theirs = each.keys.get(Which.THEIRS);
                if (each.more > 0) {
                    ambiguous += each.more + each.keys.size();
                } else if (ours != null && theirs != null) {
                    keys.put(ours, theirs);
                }
            }
            same += keys.size();
            found.accept(keys);
        }
        return new Found(same, ambiguous);
    }

    /** The layout of an end's rows, by the sync's name of a collection. */
    private Layout layout(Which which, String collection) {
        List<Layout> layouts = facings.layouts();
        for (int i = 0; i < layouts.size(); i++) {
            if (layouts.get(i).collection().equals(collection)) {
                Layout read = facings.read(which).get(i);
                Layout there = end(which).catalog().find(read.collection());
                return there == null ? read : there;
            }
        }
        throw new IllegalArgumentException("The sync does not know " + collection);
    }

    private Endpoint end(Which which) {
        return Objects.requireNonNull(ends.get(which));
    }

    private void read(
            Which which,
            String collection,
            boolean all,
            int part,
            int parts,
            Map<String, Alike> said) {
        Layout layout = layout(which, collection);
        String key = layout.key().getFirst();
        SnapshotPosition after = null;
        do {
            Chunk chunk =
                    ((Snapshots) end(which)).chunk(layout.collection(), null, after, ROWS_AT_ONCE);
            after = chunk.next();
            Map<Value, String> telling = new LinkedHashMap<>();
            for (Row row : chunk.rows()) {
                String words = words(facings.telling(which, collection, row, all));
                if (words != null && Integer.parseInt(words.substring(0, 7), 16) % parts == part) {
                    telling.put(Objects.requireNonNull(row.get(key), key), words);
                }
            }
            telling.keySet().removeAll(linked.apply(which, List.copyOf(telling.keySet())));
            telling.forEach(
                    (own, words) -> said.computeIfAbsent(words, _ -> new Alike()).add(which, own));
        } while (after != null);
    }

    private static @Nullable String words(@Nullable List<Value> telling) {
        return telling == null
                ? null
                : Digest.of(telling.stream().map(Wire::text).collect(Collectors.joining("\n")));
    }
}
