package io.syncline.engine.review;

import io.syncline.core.change.Image;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Ruling;
import io.syncline.engine.pair.Deed;
import io.syncline.engine.pair.ReviewId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a person wants done to a row. */
public sealed interface Wish {
    /** Who wants it. */
    String by();

    /** Why, in the person's words; may be empty. */
    String reason();

    /**
     * What waits is to be decided.
     *
     * @param id the row that waits
     * @param tag what the person was shown
     * @param ruling the decision
     * @param confirmed whether another person has to want the same before it is in force
     */
    record Resolve(
            String by, String reason, ReviewId id, String tag, Ruling ruling, boolean confirmed)
            implements Wish {}

    /**
     * Somebody has looked at it and leaves it open.
     *
     * @param id the row that waits
     * @param tag what the person was shown
     */
    record Skip(String by, String reason, ReviewId id, String tag) implements Wish {}

    /**
     * Somebody is to decide it. Nothing of what was shown matters.
     *
     * @param id the row that waits
     * @param to who; null for nobody by name
     * @param dueMillis from when on it has waited too long, UTC; null for never
     */
    record Assign(
            String by, String reason, ReviewId id, @Nullable String to, @Nullable Long dueMillis)
            implements Wish {}

    /**
     * It has waited too long. Nothing of what was shown matters.
     *
     * @param id the row that waits
     * @param to who is to decide from now on; null for whoever was
     */
    record Escalate(String by, String reason, ReviewId id, @Nullable String to) implements Wish {}

    /**
     * A row is to be again as it once was, in whole or in part, as a new version.
     *
     * @param kind whether an episode is undone or an earlier version comes back
     * @param round of the episode that is undone, or that agreed on the version
     * @param fields which fields; {@link Merge#ROW} for the row as such
     * @param wanted the row to take them from; absent if it is to go
     * @param expected the row as it has to be in these fields, else the wish is stale; null if the
     *     person wants it in any case
     */
    record Restore(
            String by,
            String reason,
            Deed.Kind kind,
            long round,
            Set<String> fields,
            Image wanted,
            @Nullable Image expected)
            implements Wish {
        /** Copies the set. */
        public Restore {
            fields = Set.copyOf(fields);
        }

        /** Whether it is about the row as such. */
        public boolean whole() {
            return fields.contains(Merge.ROW);
        }
    }
}
