package io.syncline.engine.shape;

import io.syncline.core.change.Change;
import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.filter.Predicate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the rows of one collection on their way to one destination. Resolved once for
 * each layout of the source. Pure, but for what it counts; safe for use by several threads.
 *
 * <p>A key's fields are only ever renamed, or turned by a function that has an inverse, so that a
 * row there can always be found here.
 */
public interface Shape {
    /** How rows look afterwards, under the destination's name of the collection. */
    Layout layout();

    /**
     * Which rows go there, by the source's fields; null for all. For the source, which may leave
     * out what does not belong: {@link #shape} asks it again.
     */
    @Nullable Predicate filter();

    /**
     * Whether every whole row of exactly these fields goes there as it is, but for the name of its
     * collection.
     */
    default boolean passes(Header header) {
        return false;
    }

    /** The fields of {@link #layout}, each with what it is made of. */
    default List<Link> links() {
        return layout().fields().stream().map(Link::same).toList();
    }

    /** What becomes of a change that has the source's names. */
    Shaped shape(Change change);

    /** A whole row as it would stand there, or null if it does not go there. */
    @Nullable Row row(Row whole);

    /**
     * The fields of {@link #layout} that say the same whenever a row is shaped, so that a
     * comparison may look at them: not the time of shaping, for one.
     */
    List<String> compared();

    /** Whether a row that stopped to belong there stays there as it was. */
    boolean keeps();

    /** The id there of a row here, whether it goes there or not. */
    RowId there(RowId here);

    /** The id here of a row there. */
    RowId here(RowId there);

    /** Whether the values of a key are the same there as here. */
    boolean plainKey();

    /** Whether rows never change there and never go: the collection must not be emptied either. */
    boolean appendOnly();

    /** What becomes of fields that do not go as they are, for a person. */
    List<String> told();

    /** What rows have to be, for a person: each rule and its field, never a value. */
    default List<String> checks() {
        return List.of();
    }

    /** What became of changes so far, since the shape was resolved. */
    Counts counts();

    /**
     * What became of changes that were not simply handed on.
     *
     * @param filtered did not fulfil the filters; what the source itself leaves out is not among
     *     them
     * @param left fulfilled the filters before, as far as is known, and do not any more
     * @param skipped broke a rule of a sync that leaves such rows out
     * @param lenient broke a rule of a sync that writes such rows all the same
     */
    record Counts(long filtered, long left, long skipped, long lenient) {
        /** Nothing yet. */
        public static final Counts NONE = new Counts(0, 0, 0, 0);

        /** The sums of both. */
        public Counts plus(Counts other) {
            return new Counts(
                    filtered + other.filtered,
                    left + other.left,
                    skipped + other.skipped,
                    lenient + other.lenient);
        }
    }
}
