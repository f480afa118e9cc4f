package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Batch;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.shape.Shaped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shapes what the stream tells. Where a change does not know what its shape needs, the row is asked
 * for as the source has it now: all such rows of a batch at once. Used by the feed's lane only.
 */
final class Shaping {
    /** A source may keep rows from being written while it reads them. */
    private static final int ROWS_AT_ONCE = 500;

    private final Map<String, Shape> shapes;
    private final Missing missing;
    private final @Nullable SnapshotRun snapshot;
    private final Runnable asked;
    private final Map<RowId, Image> looked = new HashMap<>();

    /**
     * @param shapes by the source's names
     * @param snapshot the copy that runs beside the stream, or null
     * @param asked told when rows have been asked for, before they are shaped
     */
    Shaping(
            Map<String, Shape> shapes,
            Missing missing,
            @Nullable SnapshotRun snapshot,
            Runnable asked) {
        this.shapes = Map.copyOf(shapes);
        this.missing = missing;
        this.snapshot = snapshot;
        this.asked = asked;
    }

    /**
     * Looks rows up that {@link #shape} will ask for: those of many small transactions at once.
     * Forgets what was looked up before.
     */
    void prepare(List<Batch> told) {
        looked.clear();
        if (snapshot == null || snapshot.done()) {
            return;
        }
        Set<RowId> ids = new LinkedHashSet<>();
        for (Batch batch : told) {
            if (batch instanceof Batch.Rows rows) {
                for (Change change : rows.changes()) {
                    if (shapes.containsKey(change.id().collection()) && unfounded(change)) {
                        ids.add(change.id());
                    }
                }
            }
        }
        List<RowId> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += ROWS_AT_ONCE) {
            List<RowId> part = all.subList(from, Math.min(all.size(), from + ROWS_AT_ONCE));
            List<Image> now = now(part);
            for (int i = 0; i < part.size(); i++) {
                looked.put(part.get(i), now.get(i));
            }
        }
    }

    /** Whether a wanted collection of the source may be emptied at the target. */
    boolean empties(String collection) {
        Shape shape = shapes.get(collection);
        return shape != null && !shape.appendOnly();
    }

    /** The id at the target of a wanted row of the source. */
    RowId there(RowId here) {
        return shape(here).there(here);
    }

    /** The target's name of a wanted collection of the source. */
    String there(String collection) {
        return Objects.requireNonNull(shapes.get(collection)).layout().collection();
    }

    /** What becomes of each; null for a change of a collection that nobody asked for. */
    List<@Nullable Shaped> shape(List<Change> told) {
        List<@Nullable Shaped> shaped = new ArrayList<>(told.size());
        Set<RowId> unknown = new LinkedHashSet<>();
        for (Change change : told) {
            Shape shape = shapes.get(change.id().collection());
            Shaped one = shape == null ? null : shape.shape(change);
            shaped.add(one);
            if (one instanceof Shaped.Unknown || one != null && unfounded(change)) {
                unknown.add(change.id());
            }
        }
        return unknown.isEmpty() ? shaped : asked(told, shaped, List.copyOf(unknown));
    }

    /**
     * Whether not all is known of a row that may not be at the target yet, or not as the source had
     * it: while its collection is copied, the row may be in no chunk, and an earlier run, or
     * somebody else, may have left another there.
     */
    private boolean unfounded(Change change) {
        return Fold.halfMade(change)
                || change.after() instanceof Image.Partial
                        && snapshot != null
                        && snapshot.copies(change.id().collection());
    }

    /** What becomes of one change. */
    Shaped shape(Change change) {
        return Objects.requireNonNull(shape(List.of(change)).getFirst());
    }

    private List<@Nullable Shaped> asked(
            List<Change> told, List<@Nullable Shaped> shaped, List<RowId> unknown) {
        List<Image> now =
                looked.keySet().containsAll(unknown)
                        ? unknown.stream().map(looked::get).map(Objects::requireNonNull).toList()
                        : now(unknown);
        List<@Nullable Shaped> known = new ArrayList<>(told.size());
        for (int i = 0; i < told.size(); i++) {
            Change change = told.get(i);
            known.add(
                    shaped.get(i) instanceof Shaped.Unknown
                                    || shaped.get(i) != null && unfounded(change)
                            ? shape(change.id())
                                    .shape(whole(change, now.get(unknown.indexOf(change.id()))))
                            : shaped.get(i));
        }
        return known;
    }

    private List<Image> now(List<RowId> ids) {
        List<Image> now = missing.now(ids);
        asked.run();
        return now;
    }

    /** A row that moved and is gone since goes from its old key; from the new it never was. */
    private static Change whole(Change change, Image now) {
        RowId from = change.from();
        RowId id = from != null && now.isAbsent() ? from : change.id();
        return new Change(id, now.isAbsent() ? null : from, change.before(), now, change.version());
    }

    private Shape shape(RowId here) {
        return Objects.requireNonNull(
                shapes.get(here.collection()), () -> "Nobody asked for " + here.collection());
    }
}
