package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.shape.Shaped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the source for rows, where it can be asked. */
final class SourceRows implements Missing {
    private final Object source;
    private final Plan plan;

    /**
     * Asks for rows of a plan.
     *
     * @param source a {@link Source}
     */
    SourceRows(Object source, Plan plan) {
        this.source = source;
        this.plan = plan;
    }

    @Override
    public @Nullable Shaped complete(Change partial) {
        Shape shape = plan.shapeOf(partial.id().collection());
        if (shape == null || !(source instanceof Lookup)) {
            return null;
        }
        RowId here = shape.here(partial.id());
        Image now = now(List.of(here)).getFirst();
        return shape.shape(Change.of(here, Image.absent(), now, partial.version()));
    }

    @Override
    public List<Image> now(List<RowId> ids) {
        if (!(source instanceof Lookup lookup)) {
            return Missing.super.now(ids);
        }
        // A change that the stream has told may not be visible yet: an older row must not undo it.
        return lookup.current(ids, ((Source) source).head()).stream()
                .map(SourceRows::seen)
                .toList();
    }

    private static Image seen(Found found) {
        return switch (found) {
            case Found.Seen(Image image, _) -> image;
            case Found.NotYet _ ->
                    throw new EndpointException(
                            EndpointException.Kind.TRANSIENT,
                            Code.NO_PROGRESS,
                            "A committed change is not visible at the source yet");
        };
    }
}
