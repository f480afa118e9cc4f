package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.shape.Shaped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the source for rows, where it can be asked. */
final class SourceRows implements Missing {
    private static final Image NOTHING_KNOWN = Image.partial(Row.of(Header.of(), List.of()));

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
        return completeAll(List.of(partial)).getFirst();
    }

    @Override
    public boolean lacks(Change change) {
        Shape shape = plan.shapeOf(change.id().collection());
        return Missing.super.lacks(change)
                || shape != null
                        && change.after() instanceof Image.Whole(Row row)
                        && !shape.layout().fields().stream()
                                .allMatch(field -> row.header().names().contains(field.name()));
    }

    @Override
    public List<@Nullable Shaped> completeAll(List<Change> partials) {
        List<RowId> here = new ArrayList<>(partials.size());
        for (Change partial : partials) {
            Shape shape = plan.shapeOf(partial.id().collection());
            if (shape != null) {
                here.add(shape.here(partial.id()));
            }
        }
        boolean asked = source instanceof Lookup && !here.isEmpty();
        Iterator<Image> now = asked ? now(here).iterator() : Collections.emptyIterator();
        Iterator<RowId> ids = here.iterator();
        List<@Nullable Shaped> completed = new ArrayList<>(partials.size());
        for (Change partial : partials) {
            // What waits of a collection that is not copied any more is not asked for.
            Shape shape = asked ? plan.shapeOf(partial.id().collection()) : null;
            completed.add(
                    shape == null
                            ? null
                            : shape.shape(
                                    Change.of(
                                            ids.next(),
                                            before(shape),
                                            now.next(),
                                            partial.version())));
        }
        return completed;
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

    /** Something may stand there, whatever; but what never changes can only be written anew. */
    private static Image before(Shape shape) {
        return shape.appendOnly() ? Image.absent() : NOTHING_KNOWN;
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
