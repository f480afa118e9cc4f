package io.syncline.engine.reconcile;

import io.syncline.core.change.Row;
import io.syncline.core.change.Version;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Merged;
import io.syncline.core.merge.Times;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** When the fields were changed that two sides agree on. */
final class Agreed {
    private Agreed() {}

    /**
     * The times of what a merge has made.
     *
     * @param before those of the base
     * @param ours those of one side's row
     * @param theirs those of the other side's row
     */
    static Times times(Merged merged, Times before, Times ours, Times theirs) {
        Row row = merged.image().row();
        if (row == null) {
            return Times.unknown();
        }
        Map<String, Version> fields = new TreeMap<>();
        for (String name : row.header().names()) {
            Merged.Origin origin =
                    merged.origins().getOrDefault(name, merged.origins().get(Merge.ROW));
            Version time =
                    origin == null ? before.of(name) : time(origin, ours.of(name), theirs.of(name));
            if (time != null) {
                fields.put(name, time);
            }
        }
        return new Times(null, fields);
    }

    private static @Nullable Version time(
            Merged.Origin origin, @Nullable Version ours, @Nullable Version theirs) {
        return switch (origin) {
            case OURS -> ours;
            case THEIRS -> theirs;
            case BOTH ->
                    ours == null || theirs == null
                            ? null
                            : ours.compareTo(theirs) > 0 ? ours : theirs;
        };
    }
}
