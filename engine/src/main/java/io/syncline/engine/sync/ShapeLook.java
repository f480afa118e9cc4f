package io.syncline.engine.sync;

import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.engine.shape.Shapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at what becomes of a sync's rows along each of its legs. */
record ShapeLook(Connectors connectors, Context context) {
    /**
     * In the order of the legs.
     *
     * @param given what the sources have; null to ask them
     */
    List<Shapes.Resolved> of(SyncDefinition definition, @Nullable Catalog given) {
        List<Shapes.Resolved> resolved = new ArrayList<>();
        Map<EndpointSpec, Catalog> told = new HashMap<>();
        for (Leg leg : definition.legs()) {
            Catalog catalog =
                    given == null
                            ? told.computeIfAbsent(leg.source(), end -> catalog(definition, end))
                            : given;
            Routing routing = new Routing(definition, leg.index(), connectors.tools(context));
            routing.require(catalog);
            resolved.add(routing.shapes(catalog, name -> name));
        }
        return resolved;
    }

    private Catalog catalog(SyncDefinition definition, EndpointSpec end) {
        Performance use = definition.options().performance();
        try (Endpoint source = connectors.open(end, use, context)) {
            return source.catalog();
        }
    }
}
