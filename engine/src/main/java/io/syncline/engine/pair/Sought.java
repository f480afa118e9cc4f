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
 * @param assignee that this one is to decide
 * @param orNobodys whether also those that nobody was named for
 */
public record Sought(
        @Nullable String collection,
        Conflict.@Nullable Kind kind,
        @Nullable String field,
        @Nullable Long fromMillis,
        @Nullable Long untilMillis,
        @Nullable String assignee,
        boolean orNobodys) {
    /** The same, whoever is to decide. */
    public Sought(
            @Nullable String collection,
            Conflict.@Nullable Kind kind,
            @Nullable String field,
            @Nullable Long fromMillis,
            @Nullable Long untilMillis) {
        this(collection, kind, field, fromMillis, untilMillis, null, false);
    }

    /** All that wait. */
    public static final Sought ANY = new Sought(null, null, null, null, null);

    /** Those of a collection. */
    public static Sought in(String collection) {
        return new Sought(collection, null, null, null, null);
    }

    /** The same in a collection of this name. */
    public Sought within(@Nullable String other) {
        return new Sought(other, kind, field, fromMillis, untilMillis, assignee, orNobodys);
    }

    /** The same of a kind. */
    public Sought of(Conflict.@Nullable Kind other) {
        return new Sought(collection, other, field, fromMillis, untilMillis, assignee, orNobodys);
    }

    /** The same, also of those that nobody was named for. */
    public Sought alsoNobodys() {
        return new Sought(collection, kind, field, fromMillis, untilMillis, assignee, true);
    }

    /** Whether a row is wanted; never of one of which nothing waits. */
    public boolean fits(Pair pair) {
        Review review = pair.review();
        return review != null
                && (collection == null || collection.equals(pair.id().collection()))
                && (fromMillis == null || review.sinceMillis() >= fromMillis)
                && (untilMillis == null || review.sinceMillis() < untilMillis)
                && decides(review.care().assignedTo())
                && review.conflicts().stream().anyMatch(this::fits);
    }

    private boolean decides(@Nullable String named) {
        return assignee == null || (named == null ? orNobodys : named.equals(assignee));
    }

    private boolean fits(Conflict conflict) {
        return (kind == null || kind == conflict.kind())
                && (field == null || field.equals(conflict.field()));
    }
}
