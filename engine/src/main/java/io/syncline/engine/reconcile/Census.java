package io.syncline.engine.reconcile;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.merge.Which;
import io.syncline.engine.store.Store;
import io.syncline.engine.store.Store.SnapshotProgress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Names every row there is: of the first end, of the other, and those that are known of before. So
 * a first load, the healing of lost log and a comparison asked for are all the loop's ordinary
 * work. Durable: a census goes on where it was. Used by the loop's lane only.
 */
final class Census {
    /** What stands before an end's own name of a collection, as the other end's are counted. */
    private static final String THEIRS = "theirs/";

    /** The rows that are known of before. */
    private static final String KNOWN = "pairs/";

    private static final SnapshotProgress NOT_BEGUN = new SnapshotProgress(null, 0, false, 0);

    private record Part(End end, Layout layout, String name) {
        boolean isTheirs() {
            return end.which() == Which.THEIRS;
        }
    }

    private final Store store;
    private final String flow;
    private final long epoch;
    private final ArrayDeque<Part> parts = new ArrayDeque<>();
    private final Map<String, SnapshotProgress> progress = new LinkedHashMap<>();
    private final ArrayDeque<RowId> named = new ArrayDeque<>();
    private @Nullable String taken;
    private @Nullable SnapshotProgress reached;
    private boolean known;
    private @Nullable RowId lastKnown;

    /** Goes on with what the store knows of it. */
    Census(Store store, String flow, long epoch, End ours, End theirs) {
        this.store = store;
        this.flow = flow;
        this.epoch = epoch;
        progress.putAll(store.progress(flow));
        boolean first = progress.isEmpty() && store.pairs().round(flow) == 0;
        if (first && !store.sweepDue(flow)) {
            // Nobody is known of before a first load; log that was lost since makes another of it.
            note(KNOWN, new SnapshotProgress(null, 0, true, 0));
        }
        add(ours, "");
        add(theirs, THEIRS);
        known = !of(KNOWN).done();
    }

    private void add(End end, String prefix) {
        for (Layout layout : end.layouts()) {
            String name = prefix + layout.collection();
            if (!of(name).done()) {
                parts.add(new Part(end, layout, name));
            }
        }
    }

    private SnapshotProgress of(String name) {
        return progress.getOrDefault(name, NOT_BEGUN);
    }

    /** How far it is, by the names of the first end's collections, and more. */
    Map<String, SnapshotProgress> progress() {
        synchronized (progress) {
            return new LinkedHashMap<>(progress);
        }
    }

    /** Whether every row was named, and dealt with. */
    boolean done() {
        return parts.isEmpty() && !known && named.isEmpty() && reached == null;
    }

    /** Whether rows may have been there before the sync: until a first load is done. */
    boolean isMeeting() {
        // After a first load the rows that are known of come last. A collection that was counted
        // before is counted again at the first end only, since that has another field.
        return !done() && !known && parts.stream().anyMatch(Part::isTheirs);
    }

    /** Rows that are to be looked at next; none while those of before are being dealt with. */
    List<RowId> next(int countMax) {
        if (named.isEmpty() && reached == null && !done()) {
            read(countMax);
        }
        List<RowId> next = new ArrayList<>();
        while (next.size() < countMax && !named.isEmpty()) {
            next.add(named.poll());
        }
        return next;
    }

    /** What was handed out is settled, or durably dirty. */
    void settled() {
        SnapshotProgress now = reached;
        if (!named.isEmpty() || now == null) {
            return;
        }
        note(Objects.requireNonNull(taken), now);
        reached = null;
        if (now.done()) {
            Part first = parts.peek();
            if (first != null && first.name().equals(taken)) {
                parts.remove();
            } else {
                known = false;
            }
        }
    }

    private void note(String name, SnapshotProgress now) {
        store.progress(flow, epoch, name, now);
        synchronized (progress) {
            progress.put(name, now);
        }
    }

    private void read(int countMax) {
        Part part = parts.peek();
        if (part == null) {
            readKnown(countMax);
            return;
        }
        SnapshotProgress before = of(part.name());
        Chunk chunk =
                ((Snapshots) part.end().endpoint())
                        .chunk(part.layout().collection(), null, before.position(), countMax);
        List<RowId> own = chunk.rows().stream().map(row -> id(part.layout(), row)).toList();
        part.end().facing().expectOwn(own, List.of());
        int rows = 0;
        for (RowId each : own) {
            RowId id = part.end().facing().shared(each);
            if (id != null) {
                named.add(id);
                rows++;
            }
        }
        taken = part.name();
        reached = new SnapshotProgress(chunk.next(), before.rows() + rows, chunk.next() == null, 0);
    }

    /** Rows that both ends may have lost; which were named is not kept, for it is soon done. */
    private void readKnown(int countMax) {
        List<RowId> ids = store.pairs().known(flow, lastKnown, countMax);
        named.addAll(ids);
        taken = KNOWN;
        lastKnown = ids.isEmpty() ? null : ids.getLast();
        long rows = of(KNOWN).rows() + ids.size();
        reached = new SnapshotProgress(null, rows, ids.size() < countMax, 0);
    }

    /** Begins again with the rows that are known of: a collection was emptied. */
    void again() {
        note(KNOWN, NOT_BEGUN);
        known = true;
        lastKnown = null;
        if (KNOWN.equals(taken)) {
            reached = null;
        }
    }

    private static RowId id(Layout layout, Row row) {
        List<Value> key = new ArrayList<>(layout.key().size());
        for (String name : layout.key()) {
            key.add(Objects.requireNonNull(row.get(name), () -> layout.collection() + " " + name));
        }
        return new RowId(layout.collection(), key);
    }
}
