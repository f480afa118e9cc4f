package io.syncline.engine.gather;

import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.Target;
import io.syncline.engine.shape.Plan;
import java.util.List;

/**
 * One of the sources of which a destination's rows are made.
 *
 * @param name the endpoint's
 * @param endpoint must be a {@link Source}, {@link Snapshots} and a {@link Lookup}
 * @param flow names what belongs to the sync there
 * @param plan which of its tables go where, and what becomes of their rows on the way
 */
public record Contributor(String name, Endpoint endpoint, String flow, Plan plan) {
    Source source() {
        return (Source) endpoint;
    }

    Lookup lookup() {
        return (Lookup) endpoint;
    }

    Snapshots snapshots() {
        return (Snapshots) endpoint;
    }

    /** Its rows are looked up as its tables are now, whatever was known of them before. */
    void agree() {
        if (endpoint instanceof Target asked) {
            asked.agree(List.copyOf(plan.layouts().values()));
        }
    }

    Selection selection() {
        return new Selection(
                flow, plan.routes().stream().map(route -> route.source()).sorted().toList());
    }
}
