package io.syncline.engine.pair;

import io.syncline.core.merge.Conflict;
import org.jspecify.annotations.Nullable;

/**
 * Which of the rows that wait are wanted; null stands for any. Kind and field are of one conflict.
 *
 * @param collection of this collection, by the sync's name
 * @param kind with a conflict of this kind
 * @param field with a conflict about this field or group; empty for the row as such
 * @param fromMillis that have waited since then or later, UTC
 * @param untilMillis that have waited since before then, UTC
 */
public record Sought(
        @Nullable String collection,
        Conflict.@Nullable Kind kind,
        @Nullable String field,
        @Nullable Long fromMillis,
        @Nullable Long untilMillis) {
    /** All that wait. */
    public static final Sought ANY = new Sought(null, null, null, null, null);

    /** Those of a collection. */
    public static Sought in(String collection) {
        return new Sought(collection, null, null, null, null);
    }

    /** Whether a row is wanted; never of one of which nothing waits. */
    public boolean fits(Pair pair) {
        Review review = pair.review();
        return review != null
                && (collection == null || collection.equals(pair.id().collection()))
                && (fromMillis == null || review.sinceMillis() >= fromMillis)
                && (untilMillis == null || review.sinceMillis() < untilMillis)
                && review.conflicts().stream().anyMatch(this::fits);
    }

    private boolean fits(Conflict conflict) {
        return (kind == null || kind == conflict.kind())
                && (field == null || field.equals(conflict.field()));
    }
}
