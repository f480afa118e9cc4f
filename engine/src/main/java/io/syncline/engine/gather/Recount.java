package io.syncline.engine.gather;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.engine.store.Store;
import io.syncline.engine.store.Store.SnapshotProgress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names every row there is: of each source, and of the destination, which may have some that no
 * source has. So a first load, the healing of lost log and a repair are the loop's ordinary work.
 * Durable: it goes on where it was. Used by the loop's lane only, but for what is said otherwise.
 */
final class Recount {
    /** Stands before the names of tables of the destination, as a source could not be called. */
    static final String DESTINATION = "/";

    private static final SnapshotProgress NOT_BEGUN = new SnapshotProgress(null, 0, false, 0);

    /**
     * A table to be counted.
     *
     * @param name in the progress
     * @param named the destination's name of a row that was read
     */
    private record Table(
            Snapshots end, String collection, String name, Function<Row, @Nullable RowId> named) {}

    private final Store store;
    private final String flow;
    private final long epoch;
    private final List<Table> tables = new ArrayList<>();
    private final Map<String, SnapshotProgress> progress = new LinkedHashMap<>();
    private @Nullable Table reading;
    private @Nullable SnapshotProgress reached;

    /** Goes on with what the store knows of it. */
    Recount(Store store, String flow, long epoch, Snapshots there, List<GatheredTable> all) {
        this.store = store;
        this.flow = flow;
        this.epoch = epoch;
        this.progress.putAll(store.progress(flow));
        for (GatheredTable table : all) {
            for (Part part : table.parts()) {
                Contributor from = part.contributor();
                tables.add(
                        new Table(
                                from.snapshots(),
                                part.name(),
                                name(from.name(), part.name()),
                                part::there));
            }
            Layout layout = table.layout();
            String name = layout.collection();
            tables.add(new Table(there, name, DESTINATION + name, row -> id(layout, row)));
        }
    }

    /** What the progress calls a table of a source. */
    static String name(String source, String table) {
        return source + "/" + table;
    }

    private static RowId id(Layout layout, Row row) {
        List<Value> key = new ArrayList<>(layout.key().size());
        for (String name : layout.key()) {
            key.add(Objects.requireNonNull(row.get(name), () -> layout.collection() + " " + name));
        }
        return new RowId(layout.collection(), key);
    }

    /** How far it is. From any thread. */
    Map<String, SnapshotProgress> progress() {
        synchronized (progress) {
            return new LinkedHashMap<>(progress);
        }
    }

    private SnapshotProgress of(Table table) {
        synchronized (progress) {
            return progress.getOrDefault(table.name(), NOT_BEGUN);
        }
    }

    /** Whether every row was named, and what was named is dealt with. */
    boolean done() {
        return reached == null && tables.stream().allMatch(table -> of(table).done());
    }

    /** Rows to be looked at next. */
    List<RowId> next(int countMax) {
        Table table = tables.stream().filter(each -> !of(each).done()).findFirst().orElse(null);
        if (table == null) {
            return List.of();
        }
        SnapshotProgress before = of(table);
        Chunk chunk = table.end().chunk(table.collection(), null, before.position(), countMax);
        List<RowId> named = new ArrayList<>();
        for (Row row : chunk.rows()) {
            RowId id = table.named().apply(row);
            if (id != null) {
                named.add(id);
            }
        }
        reading = table;
        reached =
                new SnapshotProgress(
                        chunk.next(), before.rows() + named.size(), chunk.next() == null, 0);
        return named;
    }

    /** What was handed out is dealt with. */
    void settled() {
        Table table = reading;
        SnapshotProgress now = reached;
        if (table != null && now != null) {
            reached = null;
            note(table.name(), now);
        }
    }

    private void note(String name, SnapshotProgress now) {
        store.progress(flow, epoch, name, now);
        synchronized (progress) {
            progress.put(name, now);
        }
    }

    /** A table of a source was emptied: the rows that the destination has are looked at again. */
    void again(String table) {
        if (reading != null && reading.name().equals(DESTINATION + table)) {
            reached = null;
        }
        note(DESTINATION + table, NOT_BEGUN);
    }

    /** Everything is counted again. */
    void again() {
        reached = null;
        tables.forEach(table -> note(table.name(), NOT_BEGUN));
    }
}
