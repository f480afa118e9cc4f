package io.syncline.testkit.memory;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tables and their rows as some transactions have left them. Used by one thread. */
final class MemoryTables {
    private final Map<String, Layout> layouts = new LinkedHashMap<>();
    private final TreeMap<String, Map<RowId, Row>> rows = new TreeMap<>();

    MemoryTables(List<Layout> layouts) {
        layouts.forEach(this::make);
    }

    private void make(Layout layout) {
        layouts.put(layout.collection(), layout);
        rows.computeIfAbsent(layout.collection(), _ -> new LinkedHashMap<>());
    }

    static RowId id(Layout layout, Row row) {
        List<Value> key = new ArrayList<>();
        layout.key().forEach(name -> key.add(Objects.requireNonNull(row.get(name))));
        return new RowId(layout.collection(), key);
    }

    List<Layout> layouts() {
        return List.copyOf(layouts.values());
    }

    @Nullable Layout layout(String collection) {
        return layouts.get(collection);
    }

    /** The rows of a table, or null if there is none. */
    @Nullable Map<RowId, Row> rows(String collection) {
        Map<RowId, Row> there = rows.get(collection);
        return there == null ? null : Collections.unmodifiableMap(there);
    }

    @Nullable Row row(RowId id) {
        Map<RowId, Row> there = rows.get(id.collection());
        return there == null ? null : there.get(id);
    }

    void apply(Commit commit) {
        for (Commit.Step step : commit.steps()) {
            switch (step) {
                case Commit.Step.Emptied(String collection) ->
                        rows.getOrDefault(collection, new LinkedHashMap<>()).clear();
                case Commit.Step.Altered altered -> alter(altered);
                case Commit.Step.Row(_, var full) -> {
                    Map<RowId, Row> there =
                            rows.getOrDefault(full.id().collection(), new LinkedHashMap<>());
                    if (full.from() != null) {
                        there.remove(full.from());
                    }
                    Row after = full.after().row();
                    if (after == null) {
                        there.remove(full.id());
                    } else {
                        there.put(full.id(), after);
                    }
                }
            }
        }
    }

    private void alter(Commit.Step.Altered altered) {
        Map<RowId, Row> before = rows.remove(altered.collection());
        layouts.remove(altered.collection());
        Layout layout = altered.layout();
        if (layout != null) {
            make(layout);
            Map<RowId, Row> now = Objects.requireNonNull(rows.get(layout.collection()));
            if (before != null) {
                before.values()
                        .forEach(
                                row -> {
                                    Row rewritten = altered.rewritten().apply(row);
                                    now.put(id(layout, rewritten), rewritten);
                                });
            }
        }
    }
}
