package io.syncline.testkit.memory;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Rows with rules, by the names of fields: {@code unique} is unique within its collection, {@code
 * parent} refers to the key of a row of the collection {@code parent}, and {@code note} cannot hold
 * a text that begins with {@code bad}.
 */
final class MemoryRules {
    private static final Version LOADED = new Version(0, 0, new ReplicaId("load"));

    /** The collection that is referred to, and the field that does. */
    static final String PARENT = "parent";

    private final Map<RowId, Row> rows =
            new TreeMap<>(
                    Comparator.comparing(RowId::collection)
                            .thenComparing(id -> id.key().toString()));

    /** The same rows, apart from these. */
    MemoryRules copy() {
        MemoryRules copy = new MemoryRules();
        copy.become(this);
        return copy;
    }

    /** Has the same rows as others. */
    void become(MemoryRules others) {
        rows.clear();
        rows.putAll(others.rows);
    }

    Map<RowId, Row> rows() {
        return Collections.unmodifiableMap(rows);
    }

    /** The row a change would leave; null if none or if a partial image meets nothing. */
    private @Nullable Row result(Change change) {
        Row there = rows.get(change.from() == null ? change.id() : change.from());
        return switch (change.after()) {
            case Image.Absent _ -> null;
            // Fields that nobody sends stay as they are.
            case Image.Whole(Row row) -> there == null ? row : there.overlaid(row);
            case Image.Partial(Row known) -> there == null ? null : there.overlaid(known);
        };
    }

    Outcome.@Nullable Kind refusal(Change change) {
        RowId gone = change.after().isAbsent() ? change.id() : change.from();
        if (gone != null && rows.containsKey(gone) && referred(gone)) {
            return Outcome.Kind.FOREIGN_KEY;
        }
        Row result = result(change);
        if (result == null) {
            return change.after().isAbsent() ? null : Outcome.Kind.MISSING;
        }
        if (result.get("note") instanceof Value.Text(String note) && note.startsWith("bad")) {
            return Outcome.Kind.UNREPRESENTABLE;
        }
        Value unique = result.get("unique");
        if (unique != null && !unique.equals(Value.nothing())) {
            for (Map.Entry<RowId, Row> other : rows.entrySet()) {
                if (other.getKey().collection().equals(change.id().collection())
                        && !other.getKey().equals(change.id())
                        && !other.getKey().equals(change.from())
                        && unique.equals(other.getValue().get("unique"))) {
                    return Outcome.Kind.UNIQUE;
                }
            }
        }
        Value parent = result.get(PARENT);
        return parent != null
                        && !parent.equals(Value.nothing())
                        && !rows.containsKey(RowId.of(PARENT, parent))
                ? Outcome.Kind.FOREIGN_KEY
                : null;
    }

    private boolean referred(RowId id) {
        return id.collection().equals(PARENT)
                && rows.values().stream()
                        .anyMatch(row -> id.key().getFirst().equals(row.get(PARENT)));
    }

    /** Stores a change that is not refused; what it changed. */
    List<MemoryTarget.Effect> store(Change change) {
        List<MemoryTarget.Effect> effects = new ArrayList<>();
        Row result = result(change);
        if (change.from() != null && rows.remove(change.from()) != null) {
            effects.add(new MemoryTarget.Effect(change.from(), null));
        }
        Row before = result == null ? rows.remove(change.id()) : rows.put(change.id(), result);
        if (!java.util.Objects.equals(before, result)) {
            effects.add(new MemoryTarget.Effect(change.id(), result));
        }
        return effects;
    }

    /**
     * Stores rows of which none is there yet and none is refused; else some of them, to be thrown
     * away with all of this.
     *
     * @param made what it changed is added to it
     * @return whether all are stored
     */
    boolean storeNew(
            Layout layout, MemoryLayouts layouts, List<Row> all, List<MemoryTarget.Effect> made) {
        for (Row row : all) {
            RowId id = MemoryTables.id(layout, row);
            Image after = layouts.taken(layout.collection(), Image.whole(row));
            if (after == null || rows.containsKey(id)) {
                return false;
            }
            Change change = Change.of(id, Image.absent(), after, LOADED);
            if (refusal(change) != null) {
                return false;
            }
            made.addAll(store(change));
        }
        return true;
    }

    void rewrite(String collection, UnaryOperator<Row> each) {
        rows.replaceAll((id, row) -> id.collection().equals(collection) ? each.apply(row) : row);
    }

    /** Rows are told apart by other fields from now on. */
    void rekey(Layout layout) {
        Map<RowId, Row> moved = new HashMap<>();
        rows.forEach(
                (id, row) -> {
                    if (id.collection().equals(layout.collection())) {
                        moved.put(MemoryTables.id(layout, row), row);
                    }
                });
        rows.keySet().removeIf(id -> id.collection().equals(layout.collection()));
        rows.putAll(moved);
    }

    List<MemoryTarget.Effect> empty(String collection) {
        List<MemoryTarget.Effect> effects = new ArrayList<>();
        for (RowId id : List.copyOf(rows.keySet())) {
            if (id.collection().equals(collection)) {
                rows.remove(id);
                effects.add(new MemoryTarget.Effect(id, null));
            }
        }
        return effects;
    }
}
