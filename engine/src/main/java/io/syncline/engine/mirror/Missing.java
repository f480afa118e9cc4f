package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.shape.Shaped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as the source has them now: what a change does not say, or what has to be looked at again.
 */
@FunctionalInterface
interface Missing {
    /**
     * What is to become of a row at the target: all of it, or its end.
     *
     * @param partial by the target's names
     * @return never {@link Shaped.Unknown}; null if the source cannot be asked
     */
    @Nullable Shaped complete(Change partial);

    /**
     * Whether a change tells less of its row than the target has: not all that was changed, or what
     * the row was when its table had fewer fields.
     */
    default boolean lacks(Change change) {
        return change.after() instanceof Image.Partial;
    }

    /**
     * What is to become of several rows, in their order.
     *
     * @param partials by the target's names, of different rows
     */
    default List<@Nullable Shaped> completeAll(List<Change> partials) {
        List<@Nullable Shaped> completed = new ArrayList<>(partials.size());
        partials.forEach(each -> completed.add(complete(each)));
        return completed;
    }

    /**
     * The rows of these ids, by the source's names, in their order; each whole or absent, and not
     * older than any change that was told.
     *
     * @throws EndpointException MISCONFIGURED if the source cannot be asked
     */
    default List<Image> now(List<RowId> ids) {
        throw new EndpointException(
                EndpointException.Kind.MISCONFIGURED,
                Code.CAPABILITY_MISSING,
                "The source does not tell all that the shape of "
                        + ids.getFirst().collection()
                        + " needs, and cannot be asked for rows");
    }
}
