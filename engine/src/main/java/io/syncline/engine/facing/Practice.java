package io.syncline.engine.facing;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the application of an end treats the rows of one collection: which of them count as gone, and
 * what it expects beside the fields that the sync writes. All in the end's own form. Pure.
 *
 * @param mark says of rows that they are deleted; null if they are then gone
 * @param version counts what was written; null if nothing does
 * @param owned further columns that the sync leaves alone
 */
record Practice(@Nullable Mark mark, @Nullable Field version, Set<String> owned) {
    /** Rows are what they are. */
    static final Practice NONE = new Practice(null, null, Set.of());

    Practice {
        owned = Set.copyOf(owned);
    }

    /** The columns that have to be read beside what the sync's rows are made of. */
    List<Field> read() {
        List<Field> read = new ArrayList<>();
        if (mark != null) {
            read.add(mark.column());
        }
        if (version != null) {
            read.add(version);
        }
        return read;
    }

    /** Why a column is none of the sync's; null if it may be. */
    @Nullable String why(String column) {
        if (mark != null && mark.column().name().equals(column)) {
            return "it says which rows are deleted";
        }
        if (version != null && version.name().equals(column)) {
            return "it counts what is written, for optimistic locks";
        }
        return owned.contains(column) ? "it is the end's own" : null;
    }

    /** A row as it counts: one that says that it is deleted is absent. */
    Image present(Image own) {
        Row row = own.row();
        return row != null && mark != null && mark.on(row) ? Image.absent() : own;
    }

    /** A change as it counts; null if it is of a row that was deleted before and is after it. */
    @Nullable Change meant(Change change) {
        if (mark == null) {
            return change;
        }
        Image before = present(change.before());
        Image after = present(change.after());
        boolean was = before.isAbsent() && !change.before().isAbsent();
        if (was && after.isAbsent()) {
            return null;
        }
        return after.isAbsent()
                ? Change.of(change.id(), before, after, change.version())
                : new Change(change.id(), change.from(), before, after, change.version());
    }

    /**
     * What is written so that the application takes it as if it had done it itself.
     *
     * @param own the row as it was looked at
     * @param after what the sync makes of it
     */
    Image written(Image own, Image after, long millis) {
        if (mark == null && version == null) {
            return after;
        }
        Row there = own.row();
        Row row = after.row();
        Map<String, Value> more = new LinkedHashMap<>();
        if (row == null) {
            if (mark == null || there == null) {
                return after;
            }
            more.put(mark.column().name(), mark.at(millis));
        } else if (row.header().size() == 0) {
            return after;
        } else if (mark != null && (there == null || mark.on(there))) {
            more.put(mark.column().name(), mark.live());
        }
        if (version != null) {
            more.put(version.name(), next(there, version.name()));
        }
        if (more.isEmpty()) {
            return after;
        }
        Row all = row == null ? Row.of(more) : row.overlaid(Row.of(more));
        // A row that is there keeps what the sync does not know of it.
        return there == null && after instanceof Image.Whole
                ? Image.whole(all)
                : Image.partial(all);
    }

    private static Value next(@Nullable Row there, String version) {
        if (there == null) {
            return new Value.Int(0);
        }
        return new Value.Int(there.get(version) instanceof Value.Int(long now) ? now + 1 : 1);
    }

    /** For a person; empty if rows are what they are. */
    List<String> told() {
        List<String> told = new ArrayList<>();
        if (mark != null) {
            told.add(
                    mark.deleted() == null
                            ? "deletes by setting " + mark.column().name() + " to the time"
                            : "deletes by setting " + mark.column().name());
        }
        if (version != null) {
            told.add("adds 1 to " + version.name() + " with each write");
        }
        owned.stream().sorted().forEach(name -> told.add("leaves " + name + " alone"));
        return told;
    }
}
