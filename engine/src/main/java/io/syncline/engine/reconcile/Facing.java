package io.syncline.engine.reconcile;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Between an end's own rows and the sync's: names, and values in the form that both ends hold. Pure
 * and invertible: what comes from the sync's rows and goes back is the same.
 */
public interface Facing {
    /** The sync's name of an end's row; null if the sync does not know its collection. */
    @Nullable RowId shared(RowId own);

    /** An end's name of the sync's row. */
    RowId own(RowId shared);

    /** Whether rows or what they refer to have other keys here than in the sync's form. */
    default boolean translates() {
        return false;
    }

    /**
     * Gets ready to be asked about these rows of the end, at once where one by one would take long.
     *
     * @param ids the end's names
     * @param images what is known of them, in the same order; or nothing
     */
    default void expectOwn(Collection<RowId> ids, Collection<Image> images) {}

    /** The same of the sync's rows. */
    default void expectShared(Collection<RowId> ids, Collection<Image> images) {}

    /** The sync's form of an end's row. */
    Image shared(RowId shared, Image own);

    /** An end's form of the sync's row, or of some of its fields. */
    Image own(RowId shared, Image image);

    /**
     * What is written to an end so that its application takes it as if it had done it itself.
     *
     * @param own the end's row as it was looked at
     * @param after what it is to become, or which of its fields, in the end's own form
     * @param millis now, UTC
     */
    default Image written(RowId shared, Image own, Image after, long millis) {
        return after;
    }

    /**
     * A change of the end's log as its application means it: a row that it only marks as deleted is
     * gone. Null if it changes nothing of a row that was gone before.
     */
    default @Nullable Change meant(Change change) {
        return change;
    }

    /**
     * The sync's fields of a collection that the other end decides alone: what this end writes
     * there is put back.
     */
    default Set<String> given(String collection) {
        return Set.of();
    }

    /** Whether a row that is there, in the sync's form, belongs to the sync. */
    default boolean belongs(RowId shared, Image image) {
        return !image.isAbsent();
    }

    /** Whether the other end keeps rows that do not belong to the sync any more. */
    default boolean keepsLeaving(String collection) {
        return false;
    }

    /** Rows that both ends call and hold alike. */
    Facing SAME =
            new Facing() {
                @Override
                public RowId shared(RowId own) {
                    return own;
                }

                @Override
                public RowId own(RowId shared) {
                    return shared;
                }

                @Override
                public Image shared(RowId shared, Image own) {
                    return own;
                }

                @Override
                public Image own(RowId shared, Image image) {
                    return image;
                }
            };
}
