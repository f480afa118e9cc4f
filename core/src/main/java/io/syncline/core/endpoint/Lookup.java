package io.syncline.core.endpoint;

import io.syncline.core.change.RowId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An endpoint whose rows can be read by key. */
public interface Lookup {
    /**
     * The rows of these ids, in their order, read in one view that shows every change up to a place
     * of this endpoint's own stream. Never filters. Without ids it only waits for such a view.
     *
     * @param atLeast the place, or null if any state will do
     * @throws EndpointException TRANSIENT without ids, if there is no such view soon
     */
    List<Found> current(List<RowId> ids, @Nullable Position atLeast);
}
