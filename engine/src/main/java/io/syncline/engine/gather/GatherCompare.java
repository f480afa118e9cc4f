package io.syncline.engine.gather;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.engine.sync.Verification.Difference;
import io.syncline.engine.verify.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows anew and compares them with the destination's: those that one source has, and, if it
 * is the first, also those that the destination has. What differs is looked at again once all logs
 * are dealt with, so that only what stays so is told.
 */
public final class GatherCompare {
    /**
     * What was found.
     *
     * @param tables how many tables of the source were compared
     * @param rows how many rows were named
     * @param differing what is not as the sources say, or not said alike by enough of them
     */
    public record Result(int tables, long rows, Map<RowId, Difference> differing) {}

    private final Judging judging;
    private final Runnable settled;
    private final Map<RowId, Difference> found = new LinkedHashMap<>();
    private long rows;
    private int tables;

    /**
     * @param settled waits until all that was committed by then is dealt with, or in vain
     */
    GatherCompare(Judging judging, Runnable settled) {
        this.judging = judging;
        this.settled = settled;
    }

    Result run(String source, List<GatheredTable> all, Snapshots there) {
        for (GatheredTable table : all) {
            for (int i = 0; i < table.parts().size(); i++) {
                Part part = table.parts().get(i);
                if (part.contributor().name().equals(source)) {
                    tables++;
                    look(part.contributor().snapshots(), part.name(), part::there);
                    if (i == 0) {
                        Layout made = table.layout();
                        look(there, made.collection(), row -> id(made, row));
                    }
                }
            }
        }
        List<RowId> suspects = List.copyOf(found.keySet());
        found.clear();
        if (!suspects.isEmpty()) {
            settled.run();
        }
        for (int i = 0; i < suspects.size(); i += GatherSetup.ROWS_MAX) {
            judge(suspects.subList(i, Math.min(suspects.size(), i + GatherSetup.ROWS_MAX)));
        }
        return new Result(tables, rows, new LinkedHashMap<>(found));
    }

    private static RowId id(Layout layout, Row row) {
        List<Value> key = new ArrayList<>(layout.key().size());
        for (String name : layout.key()) {
            key.add(Objects.requireNonNull(row.get(name), () -> layout.collection() + " " + name));
        }
        return new RowId(layout.collection(), key);
    }

    private void look(Snapshots end, String table, Function<Row, @Nullable RowId> named) {
        SnapshotPosition next = null;
        do {
            Chunk chunk = end.chunk(table, null, next, GatherSetup.ROWS_MAX);
            List<RowId> ids = new ArrayList<>();
            for (Row row : chunk.rows()) {
                RowId id = named.apply(row);
                if (id != null) {
                    ids.add(id);
                }
            }
            rows += ids.size();
            judge(ids);
            next = chunk.next();
        } while (next != null);
    }

    private void judge(List<RowId> ids) {
        for (Judging.Judged each : judging.judge(ids.stream().distinct().toList(), _ -> null)) {
            if (!each.good()) {
                found.put(each.id(), difference(each));
            }
        }
    }

    private static Difference difference(Judging.Judged each) {
        Image should =
                switch (each.should()) {
                    case Gathered.Made(Image image, _) -> image;
                    case Gathered.Held(Image candidate, _, _) -> candidate;
                };
        Row made = should.row();
        Row there = each.there().row();
        List<String> fields = new ArrayList<>();
        if (made != null && there != null) {
            for (String name : made.header().names()) {
                if (!Objects.equals(made.get(name), there.get(name))) {
                    fields.add(name);
                }
            }
        }
        Difference.Kind kind =
                there == null
                        ? Difference.Kind.MISSING
                        : made == null ? Difference.Kind.EXTRA : Difference.Kind.DIFFERENT;
        return new Difference(each.id().collection(), Keys.text(each.id().key()), kind, fields);
    }
}
