package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.shape.Shaped;
import java.util.ArrayList;
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
    private final Map<String, Shape> shapes;
    private final Missing missing;

    /**
     * @param shapes by the source's names
     */
    Shaping(Map<String, Shape> shapes, Missing missing) {
        this.shapes = Map.copyOf(shapes);
        this.missing = missing;
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
            if (one instanceof Shaped.Unknown || one != null && halfMade(change)) {
                unknown.add(change.id());
            }
        }
        return unknown.isEmpty() ? shaped : asked(told, shaped, List.copyOf(unknown));
    }

    /**
     * A new row of which not all is known: laid over one that was deleted a moment before, it would
     * inherit what it does not say.
     */
    private static boolean halfMade(Change change) {
        return change.before().isAbsent() && change.after() instanceof Image.Partial;
    }

    /** What becomes of one change. */
    Shaped shape(Change change) {
        return Objects.requireNonNull(shape(List.of(change)).getFirst());
    }

    private List<@Nullable Shaped> asked(
            List<Change> told, List<@Nullable Shaped> shaped, List<RowId> unknown) {
        List<Image> now = missing.now(unknown);
        List<@Nullable Shaped> known = new ArrayList<>(told.size());
        for (int i = 0; i < told.size(); i++) {
            Change change = told.get(i);
            known.add(
                    shaped.get(i) instanceof Shaped.Unknown
                                    || shaped.get(i) != null && halfMade(change)
                            ? shape(change.id())
                                    .shape(whole(change, now.get(unknown.indexOf(change.id()))))
                            : shaped.get(i));
        }
        return known;
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
