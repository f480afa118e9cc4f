package io.syncline.engine.sync;

import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Leftovers;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Source;
import io.syncline.core.merge.Which;
import io.syncline.engine.store.Registry;
import io.syncline.engine.twoway.TwoWaySetup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Removes everything a sync has made at its ends. An end that cannot be reached does not keep it
 * from clearing the others; every step can be made again.
 */
final class Farewell {
    private final Connectors connectors;
    private final Context context;

    Farewell(Connectors connectors, Context context) {
        this.connectors = connectors;
        this.context = context;
    }

    /** Clears all ends that can be cleared; returns what is left at the others. */
    List<Registry.Left> take(SyncDefinition definition) {
        return switch (definition.direction()) {
            case ONE_WAY -> oneWay(definition);
            case BI_DIRECTIONAL -> bothWays(definition);
        };
    }

    private List<Registry.Left> bothWays(SyncDefinition definition) {
        List<Registry.Left> left = new ArrayList<>();
        for (Leg leg : definition.legs()) {
            Routing routing = new Routing(definition, leg.index(), connectors.tools(context));
            both(routing, leg.source(), TwoWaySetup.nameAt(leg.flow(), Which.OURS), left);
            both(routing, leg.destination(), TwoWaySetup.nameAt(leg.flow(), Which.THEIRS), left);
        }
        return left;
    }

    private void both(Routing routing, EndpointSpec spec, String flow, List<Registry.Left> left) {
        attempt(
                spec,
                flow,
                left,
                end -> {
                    target(end, flow);
                    source(routing, end, flow);
                });
    }

    private List<Registry.Left> oneWay(SyncDefinition definition) {
        List<Registry.Left> left = new ArrayList<>();
        for (Leg leg : definition.legs()) {
            attempt(leg.destination(), leg.flow(), left, end -> target(end, leg.flow()));
        }
        // Last: a source without its slot may have told less than a target has noted.
        for (Leg leg : definition.legs()) {
            Routing routing = new Routing(definition, leg.index(), connectors.tools(context));
            attempt(leg.source(), leg.flow(), left, end -> source(routing, end, leg.flow()));
        }
        return left;
    }

    /** What to say of a sync that cannot be removed whole now. */
    static EndpointException incomplete(List<Registry.Left> left) {
        List<String> ends =
                left.stream().map(each -> each.endpoint().name()).distinct().sorted().toList();
        return new EndpointException(
                EndpointException.Kind.TRANSIENT,
                Code.LEFT_BEHIND,
                "What the sync has made at "
                        + String.join(", ", ends)
                        + " cannot be removed now ("
                        + left.getFirst().reason()
                        + "). The sync is paused. Remedy: delete it again when the endpoint"
                        + " answers, or with force: what stays there is then the doctor's");
    }

    private void attempt(
            EndpointSpec spec, String flow, List<Registry.Left> left, Consumer<Endpoint> clearing) {
        EndpointSpec known = spec;
        try {
            known = connectors.resolved(spec);
            try (Endpoint end = connectors.open(known, context)) {
                clearing.accept(end);
            }
        } catch (EndpointException e) {
            Registry.Named place =
                    new Registry.Named(known.name(), known.type(), known.settings(), 0);
            String reason = e.code().text() + " " + e.getMessage();
            left.add(new Registry.Left(0, flow, place, reason));
        }
    }

    private static void target(Endpoint end, String flow) {
        if (end instanceof Checkpoints checkpoints) {
            checkpoints.forget(flow);
        }
        rest(end, flow, Leftovers.Kind.CHECKPOINT);
    }

    private static void source(Routing routing, Endpoint end, String flow) {
        if (end instanceof Source source) {
            source.forget(new Selection(flow, collections(routing, end)));
        }
        rest(end, flow, Leftovers.Kind.SLOT);
        rest(end, flow, Leftovers.Kind.PUBLICATION);
        rest(end, flow, Leftovers.Kind.TABLE);
    }

    /** As far as they are still there: a table that was dropped needs nothing removed. */
    private static List<String> collections(Routing routing, Endpoint source) {
        try {
            return routing.known(source.catalog()).stream()
                    .map(Layout::collection)
                    .sorted()
                    .toList();
        } catch (EndpointException e) {
            if (e.kind() == EndpointException.Kind.TRANSIENT) {
                throw e;
            }
            return List.of();
        }
    }

    private static void rest(Endpoint end, String flow, Leftovers.Kind kind) {
        if (end instanceof Leftovers leftovers && leftovers.kinds().contains(kind)) {
            leftovers.made().stream()
                    .filter(made -> made.kind() == kind && made.whole().equals(flow))
                    .forEach(leftovers::remove);
        }
    }
}
