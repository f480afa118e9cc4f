package io.syncline.engine.facing;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Which;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Those fields of a collection that hold other keys at each end.
 *
 * @param crossings all of its fields
 * @param key those of the key, in the other end's order
 * @param oursKey their places in the first end's key
 * @param match of a collection whose rows are linked, the fields that tell which are the same ones;
 *     null of another
 */
record LinkedRows(
        List<Crossing> crossings,
        List<Crossing> key,
        List<Integer> oursKey,
        @Nullable List<String> match) {
    /** Whether its rows have another key at each end. */
    boolean linked() {
        return match != null;
    }

    /** Whether fields were named that tell which rows are the same ones. */
    boolean matched() {
        return match != null && !match.isEmpty();
    }

    /** Whether some of its fields hold the keys of linked rows. */
    boolean translated() {
        return crossings.stream().anyMatch(each -> each.linked() != null);
    }

    /**
     * Adds the keys of linked rows that a row has, by the linked collections.
     *
     * @param from in whose form it is
     */
    void keys(Which from, RowId id, Image image, Map<String, Set<Value>> keys) {
        Row row = image.row();
        for (Crossing each : crossings) {
            String to = each.linked();
            if (to == null) {
                continue;
            }
            int place = key.indexOf(each);
            String name = from == Which.OURS ? each.ours() : each.name();
            if (place >= 0) {
                int own = from == Which.OURS ? oursKey.get(place) : place;
                add(keys, to, own < id.key().size() ? id.key().get(own) : null);
            } else if (row != null && name != null) {
                add(keys, to, row.get(name));
            }
        }
    }

    private static void add(Map<String, Set<Value>> keys, String to, @Nullable Value value) {
        if (value != null && !(value instanceof Value.Null)) {
            keys.computeIfAbsent(to, _ -> new LinkedHashSet<>()).add(value);
        }
    }

    /**
     * What a row says by which it is known at the other end too; null if that is nothing.
     *
     * @param own as its application shows it
     * @param all whether all fields are to tell, where none were named
     */
    @Nullable List<Value> telling(Which which, @Nullable Row own, boolean all) {
        List<String> names = Objects.requireNonNullElse(match, List.of());
        List<Value> values = new ArrayList<>();
        for (Crossing each : crossings) {
            boolean named = names.contains(each.ours()) || names.contains(each.name());
            boolean wanted = named || all && names.isEmpty() && !each.forwardOnly();
            if (!wanted || own == null || each.linked() != null) {
                continue;
            }
            String name = which == Which.OURS ? each.ours() : each.name();
            Form form = which == Which.OURS ? each.here() : each.there();
            Value value = name == null ? null : own.get(name);
            Value told = value == null ? null : form.in().of(value);
            if (told == null || named && told instanceof Value.Null) {
                return null;
            }
            values.add(told);
        }
        return values.isEmpty() ? null : values;
    }
}
