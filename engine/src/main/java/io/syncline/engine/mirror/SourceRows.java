package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the source for rows, where it can be asked. */
final class SourceRows implements Missing {
    private final Object source;
    private final Plan plan;

    /**
     * Asks by the target's names.
     *
     * @param source a {@link Source}
     */
    SourceRows(Object source, Plan plan) {
        this.source = source;
        this.plan = plan;
    }

    @Override
    public @Nullable Change complete(Change partial) {
        String name = plan.sourceOf(partial.id().collection());
        if (name == null || !(source instanceof Lookup lookup)) {
            return null;
        }
        RowId id = new RowId(name, partial.id().key());
        // A change that the stream has told may not be visible yet: an older row must not undo it.
        return switch (lookup.current(List.of(id), ((Source) source).head()).getFirst()) {
            case Found.Seen(Image image, _) ->
                    Change.of(partial.id(), Image.absent(), image, partial.version());
            case Found.NotYet _ ->
                    throw new EndpointException(
                            EndpointException.Kind.TRANSIENT,
                            Code.NO_PROGRESS,
                            "A committed change is not visible at the source yet");
        };
    }
}
