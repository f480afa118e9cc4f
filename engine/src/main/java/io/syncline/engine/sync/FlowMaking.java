package io.syncline.engine.sync;

import io.syncline.core.endpoint.Context;
import io.syncline.engine.mirror.Lanes;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Makes the flow of a leg, by the sync's direction. */
final class FlowMaking {
    private FlowMaking() {}

    /**
     * Makes the flows of all legs; nothing runs before they are started.
     *
     * @param flows where they go, in the legs' order, also if the last cannot be made
     */
    static void make(
            SyncDefinition definition,
            Owner owner,
            int workers,
            boolean approved,
            Connectors connectors,
            Store store,
            Lanes lanes,
            Context context,
            Chronicle chronicle,
            List<LiveFlow> flows) {
        if (definition.gathers()) {
            List<Routing> routings = new ArrayList<>();
            for (int i = 0; i < definition.legs().size(); i++) {
                routings.add(routing(definition, i, approved, connectors, context, chronicle));
            }
            flows.addAll(
                    new Gatherer(definition, owner, connectors, store, context, chronicle, routings)
                            .flows());
            return;
        }
        for (int i = 0; i < definition.legs().size(); i++) {
            flows.add(
                    flow(
                            definition,
                            i,
                            owner,
                            workers,
                            approved,
                            connectors,
                            store,
                            lanes,
                            context,
                            chronicle));
        }
    }

    private static Routing routing(
            SyncDefinition definition,
            int index,
            boolean approved,
            Connectors connectors,
            Context context,
            Chronicle chronicle) {
        return new Routing(definition, index, connectors.tools(context))
                .running(approved, told(definition, index, chronicle));
    }

    /**
     * The flow of one leg; nothing runs before it is started.
     *
     * @param approved whether a person lets it go on with the source's tables as they are
     */
    private static LiveFlow flow(
            SyncDefinition definition,
            int index,
            Owner owner,
            int workers,
            boolean approved,
            Connectors connectors,
            Store store,
            Lanes lanes,
            Context context,
            Chronicle chronicle) {
        Routing routing = routing(definition, index, approved, connectors, context, chronicle);
        return switch (definition.direction()) {
            case BI_DIRECTIONAL ->
                    new PairFlow(
                            definition,
                            owner,
                            index,
                            connectors,
                            store,
                            context,
                            chronicle,
                            routing);
            case ONE_WAY ->
                    new MirrorFlow(
                            definition,
                            owner,
                            index,
                            workers,
                            connectors,
                            store,
                            lanes,
                            context,
                            chronicle,
                            routing,
                            () -> {});
        };
    }

    private static BiConsumer<String, String> told(
            SyncDefinition definition, int index, Chronicle chronicle) {
        Leg leg = definition.legs().get(index);
        return (table, change) ->
                chronicle.event(
                        definition.id(),
                        "schema_changed",
                        Map.of(
                                "table",
                                table,
                                "change",
                                change,
                                "source",
                                leg.source().name(),
                                "destination",
                                leg.destination().name()));
    }
}
