package io.syncline.engine.sync;

import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Target;
import io.syncline.engine.mirror.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides which of the source's collections are copied, and under which names. Pure. */
final class Routing {
    private final SyncDefinition definition;

    Routing(SyncDefinition definition) {
        this.definition = definition;
    }

    /** The plan for one target; throws MISCONFIGURED with everything that is wrong. */
    Plan plan(Catalog catalog, Target target) {
        List<Layout> wanted = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        if (definition.tables().isEmpty()) {
            wanted.addAll(catalog.layouts());
        }
        for (String table : definition.tables()) {
            Layout layout = find(catalog, table);
            if (layout == null) {
                unknown.add(table);
            } else {
                wanted.add(layout);
            }
        }
        if (!unknown.isEmpty()) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.UNKNOWN_COLLECTION,
                    "The source has no table "
                            + String.join(", ", unknown)
                            + "; it has "
                            + String.join(
                                    ", ",
                                    catalog.layouts().stream()
                                            .limit(20)
                                            .map(Layout::collection)
                                            .toList()));
        }
        if (wanted.isEmpty()) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.UNKNOWN_COLLECTION,
                    "The source has no tables to copy");
        }
        List<Route> routes = new ArrayList<>();
        Map<String, Layout> layouts = new LinkedHashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            Layout layout = wanted.get(i);
            String name =
                    i < definition.collections().size()
                            ? definition.collections().get(i)
                            : layout.collection();
            routes.add(new Route(layout.collection(), target.localName(name)));
            layouts.put(layout.collection(), layout);
        }
        return new Plan(routes, layouts);
    }

    /** By its full name, or by its bare name if only one schema (or public) has it. */
    static @Nullable Layout find(Catalog catalog, String table) {
        Layout exact = catalog.find(table);
        if (exact != null) {
            return exact;
        }
        List<Layout> bare =
                catalog.layouts().stream()
                        .filter(layout -> layout.collection().endsWith("." + table))
                        .toList();
        Layout inPublic = catalog.find("public." + table);
        return inPublic != null ? inPublic : bare.size() == 1 ? bare.getFirst() : null;
    }
}
