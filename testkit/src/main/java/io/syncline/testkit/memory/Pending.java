package io.syncline.testkit.memory;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a sync's transaction has done to a {@link MemoryDatabase}, before it is committed. */
final class Pending {
    private final MemoryDatabase database;
    private final Map<RowId, @Nullable Row> rows = new LinkedHashMap<>();
    private final List<Commit.Step> steps = new ArrayList<>();
    private final List<MemoryReplica.Effect> effects = new ArrayList<>();

    Pending(MemoryDatabase database) {
        this.database = database;
    }

    /** The rows it has written. */
    Set<RowId> written() {
        return rows.keySet();
    }

    /** A row as the transaction sees it. */
    @Nullable Row row(RowId id) {
        return rows.containsKey(id) ? rows.get(id) : database.committed(id);
    }

    /** All rows as the transaction sees them. */
    Map<RowId, Row> all() {
        Map<RowId, Row> all = database.committed();
        rows.forEach(
                (id, row) -> {
                    if (row == null) {
                        all.remove(id);
                    } else {
                        all.put(id, row);
                    }
                });
        return all;
    }

    /** Writes a row, or deletes it if it is to be null. */
    void store(RowId id, @Nullable Row after, Version version) {
        Row before = row(id);
        Change full = Change.of(id, image(before), image(after), version);
        steps.add(new Commit.Step.Row(full, full));
        rows.put(id, after);
        effects.add(new MemoryReplica.Effect(id, before, after));
    }

    /** Gives a row another key, and other fields. */
    void move(RowId from, RowId id, Row after, Version version) {
        Row before = row(from);
        Change full = new Change(id, from, image(before), image(after), version);
        steps.add(new Commit.Step.Row(full, full));
        rows.put(from, null);
        rows.put(id, after);
        effects.add(new MemoryReplica.Effect(from, before, null));
        effects.add(new MemoryReplica.Effect(id, null, after));
    }

    /** Commits it. */
    List<MemoryReplica.Effect> commit() {
        if (!steps.isEmpty()) {
            database.commit(steps, false);
        }
        return effects;
    }

    static Image image(@Nullable Row row) {
        return row == null ? Image.absent() : Image.whole(row);
    }
}
