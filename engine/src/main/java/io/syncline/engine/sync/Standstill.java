package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.Target;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.verify.Compare;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares a sync that does not run: what stands at both ends now. What the source has changed
 * since the sync stopped is different, and is told as such.
 */
final class Standstill {
    private final Connectors connectors;
    private final Context context;

    Standstill(Connectors connectors, Context context) {
        this.connectors = connectors;
        this.context = context;
    }

    List<Verification> verify(SyncDefinition definition) {
        List<Verification> made = new ArrayList<>();
        try (Endpoint source =
                connectors.open(definition.source(), definition.options().performance(), context)) {
            for (int i = 0; i < definition.destinations().size(); i++) {
                EndpointSpec spec = definition.destinations().get(i);
                Routing routing = new Routing(definition, i, connectors.tools(context));
                try (Endpoint target =
                        connectors.open(spec, definition.options().performance(), context)) {
                    made.add(verify(routing, source, target, spec.name()));
                }
            }
        }
        return made;
    }

    private Verification verify(Routing routing, Endpoint source, Endpoint target, String name) {
        boolean readable = source instanceof Source && source instanceof Scan;
        if (!readable
                || !(source instanceof Lookup)
                || !(target instanceof Target writing)
                || !(target instanceof Scan)
                || !(target instanceof Lookup)) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.CAPABILITY_MISSING,
                    "The source or " + name + " cannot be read for a comparison");
        }
        Plan plan = routing.plan(source.catalog(), writing);
        writing.agree(plan.there());
        return Verification.of(
                name,
                plan,
                new Compare(source, target, plan, _ -> true).run(),
                context.wallMillis());
    }
}
