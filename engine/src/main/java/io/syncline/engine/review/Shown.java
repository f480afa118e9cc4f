package io.syncline.engine.review;

import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.merge.Conflict;
import io.syncline.engine.pair.Care;
import io.syncline.engine.pair.Episode.Makers;
import io.syncline.engine.pair.ReviewId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row that waits for a person, as the person is shown it.
 *
 * @param id what it is called for as long as it waits
 * @param tag stands for all that is shown; a decision has to name it
 * @param row the row, as the sync calls it
 * @param sinceMillis when it began to wait, UTC
 * @param state how far it has come
 * @param oursThere whether the first end has the row
 * @param theirsThere whether the other end has the row
 * @param makers who edited it last at either end, as the applications said
 * @param fields all fields that either end has
 * @param questions what nobody could decide
 * @param care what people have done about it so far
 */
public record Shown(
        ReviewId id,
        String tag,
        RowId row,
        long sinceMillis,
        State state,
        boolean oursThere,
        boolean theirsThere,
        Makers makers,
        List<Field> fields,
        List<Question> questions,
        Care care) {
    /** Copies the lists. */
    public Shown {
        fields = List.copyOf(fields);
        questions = List.copyOf(questions);
    }

    /** How far it has come. */
    public enum State {
        /** Nobody has decided. */
        PENDING,
        /** One person has decided, and another one has to agree. */
        PROPOSED,
        /** It has waited too long. */
        ESCALATED
    }

    /**
     * A field side by side. Of a masked one all values are null.
     *
     * @param name the field
     * @param conflicted whether it is in conflict
     * @param masked whether nobody is shown more than whether the sides differ
     * @param equal whether both ends have the same
     * @param base what was agreed; null if nothing was
     * @param ours what the first end has; null if it does not have the field
     * @param theirs what the other end has, likewise
     * @param oursChanged when, and at which replica, the first end's value was made; null if nobody
     *     knows
     * @param theirsChanged the same of the other end's
     */
    public record Field(
            String name,
            boolean conflicted,
            boolean masked,
            boolean equal,
            @Nullable Value base,
            @Nullable Value ours,
            @Nullable Value theirs,
            @Nullable Version oursChanged,
            @Nullable Version theirsChanged) {}

    /**
     * What nobody could decide.
     *
     * @param kind what met
     * @param fields the fields it is about; none for the row as such
     * @param rule the word of the rule that declined
     * @param because why it could not say; empty where that could tell a masked value
     * @param proposal what the rule would take if a person agreed; null if nothing, or masked
     */
    public record Question(
            Conflict.Kind kind,
            List<String> fields,
            String rule,
            String because,
            @Nullable Value proposal) {
        /** Copies the list. */
        public Question {
            fields = List.copyOf(fields);
        }
    }
}
