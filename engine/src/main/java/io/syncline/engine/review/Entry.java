package io.syncline.engine.review;

import io.syncline.core.change.Value;
import io.syncline.core.merge.Merged.Origin;
import io.syncline.engine.pair.Deed;
import io.syncline.engine.pair.Episode.Makers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An episode of a row's history, as a person is told it.
 *
 * @param version its number; later ones are higher
 * @param millis when, UTC
 * @param by who decided: a person's name, or {@link io.syncline.engine.pair.Episode#SYSTEM}
 * @param deed what the person did; null if the rules decided alone
 * @param existed whether the row was agreed to be there before
 * @param exists whether it is since
 * @param steps the fields that were changed or decided
 * @param makers who had edited the row, as the applications said
 * @param open the fields that were left to a person; the row as such as an empty name
 */
public record Entry(
        long version,
        long millis,
        String by,
        @Nullable Deed deed,
        boolean existed,
        boolean exists,
        Makers makers,
        List<Step> steps,
        List<String> open) {
    /** Copies the lists. */
    public Entry {
        steps = List.copyOf(steps);
        open = List.copyOf(open);
    }

    /**
     * What became of a field. Of a masked one all values are null, and so is why.
     *
     * @param field its name
     * @param masked whether nobody is shown its values
     * @param before what was agreed; null if nothing was
     * @param ours what the first end showed; null if it had none
     * @param theirs what the other end showed, likewise
     * @param after what is agreed since
     * @param origin whose value it is; null if it was agreed before, or comes from the history
     * @param rule the word of the rule that decided between two; null if there was nothing to
     *     decide
     * @param because why the rule decided so; null likewise
     */
    public record Step(
            String field,
            boolean masked,
            @Nullable Value before,
            @Nullable Value ours,
            @Nullable Value theirs,
            @Nullable Value after,
            @Nullable Origin origin,
            @Nullable String rule,
            @Nullable String because) {}
}
