package io.syncline.engine.verify;

import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.filter.Predicate;
import io.syncline.core.filter.Truth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every row of two ends that are kept equal, a part at a time and as slowly as its caller
 * likes, since nothing is held open between two parts. The rows of one end are named part by part
 * and looked up at both; then the rows that only the other end has are found likewise. Used by one
 * thread.
 */
public final class Scrub {
    private final List<Paired> collections;
    private final @Nullable Stretch stretch;
    private final int rowsAtOnce;
    private final Digest ours = new Digest();
    private final Digest theirs = new Digest();
    private final RowHash hash = new RowHash();
    private int at;
    private boolean other;
    private @Nullable SnapshotPosition position;

    /**
     * A part that was looked at.
     *
     * @param rows how many rows were read; of a part of a collection, those within
     * @param suspects those that seem to differ, by the shared ids: they may only be on their way
     */
    public record Part(Paired collection, int rows, List<RowId> suspects) {
        /** Copies the list. */
        public Part {
            suspects = List.copyOf(suspects);
        }
    }

    /**
     * Begins with the first row.
     *
     * @param collections their endpoints must be {@link Snapshots}
     * @param rowsAtOnce about how many rows are read at a time
     */
    public Scrub(List<Paired> collections, int rowsAtOnce) {
        this(collections, null, rowsAtOnce);
    }

    /** The same of a part of one collection. */
    public Scrub(Paired collection, Stretch stretch, int rowsAtOnce) {
        this(List.of(collection), stretch, rowsAtOnce);
    }

    private Scrub(List<Paired> collections, @Nullable Stretch stretch, int rowsAtOnce) {
        this.collections = List.copyOf(collections);
        this.stretch = stretch;
        this.rowsAtOnce = rowsAtOnce;
    }

    /** Looks at the next part; null after the last. */
    public @Nullable Part next() {
        if (at == collections.size()) {
            return null;
        }
        Paired rows = collections.get(at);
        if (stretch instanceof Stretch.Keys keys) {
            at++;
            return keys(rows, keys);
        }
        Paired.End end = other ? rows.there() : rows.here();
        Chunk chunk =
                ((Snapshots) end.endpoint())
                        .chunk(end.layout().collection(), hint(rows), position, rowsAtOnce);
        List<RowId> ids = end.ids(chunk.rows()).stream().filter(id -> wanted(rows, id)).toList();
        List<RowId> suspects = suspects(rows, ids);
        position = chunk.next();
        if (position == null) {
            at += other ? 1 : 0;
            other = !other;
        }
        return new Part(rows, stretch == null ? chunk.rows().size() : ids.size(), suspects);
    }

    private Part keys(Paired rows, Stretch.Keys keys) {
        String collection = rows.here().layout().collection();
        List<RowId> ids = new ArrayList<>();
        for (List<Value> key : keys.keys()) {
            RowId id = rows.here().named().apply(new RowId(collection, key));
            if (id != null) {
                ids.add(id);
            }
        }
        return new Part(rows, ids.size(), suspects(rows, ids));
    }

    /** Keys are of the first end, so the other is read whole. */
    private @Nullable Predicate hint(Paired rows) {
        return stretch == null || other ? null : stretch.rows(rows.here().layout().key());
    }

    private boolean wanted(Paired rows, RowId id) {
        if (stretch == null) {
            return true;
        }
        List<String> key = rows.here().layout().key();
        Row own = Row.of(Header.of(key), rows.here().own().apply(id).key());
        return stretch.rows(key).test(own) == Truth.TRUE;
    }

    private List<RowId> suspects(Paired rows, List<RowId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<@Nullable Row> here = rows.here().rows(ids);
        List<@Nullable Row> there = rows.there().rows(ids);
        List<RowId> suspects = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            Row left = here.get(i);
            Row right = there.get(i);
            Row counted = other ? right : left;
            if (counted != null) {
                (other ? theirs : ours)
                        .of(rows.shared().collection())
                        .add(hash.of(counted, rows.fields()));
            }
            // A row that both have was compared with the first end's.
            if (!(other && left != null) && !PairCompare.equal(left, right, rows.fields())) {
                suspects.add(ids.get(i));
            }
        }
        return suspects;
    }

    /** How many rows the first end has, as far as it was read. */
    public long rows() {
        return ours.rows();
    }

    /**
     * Stands for all rows, once all parts were looked at; null if the two ends were not read alike,
     * since they were written meanwhile.
     */
    public @Nullable String digest() {
        String text = ours.text();
        return text.equals(theirs.text()) ? text : null;
    }
}
