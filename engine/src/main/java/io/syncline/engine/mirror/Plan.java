package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Layout;
import io.syncline.engine.sync.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one flow copies, and where to.
 *
 * @param routes in the order in which collections are copied
 * @param layouts the source's layouts by the source's names
 */
public record Plan(List<Route> routes, Map<String, Layout> layouts) {
    /** Copies both. */
    public Plan {
        routes = List.copyOf(routes);
        layouts = Map.copyOf(layouts);
    }

    /** The target's names by the source's. */
    Map<String, String> targets() {
        Map<String, String> names = HashMap.newHashMap(routes.size());
        routes.forEach(route -> names.put(route.source(), route.target()));
        return names;
    }

    /** The source's name of a target's collection, or null. */
    @Nullable String sourceOf(String target) {
        for (Route route : routes) {
            if (route.target().equals(target)) {
                return route.source();
            }
        }
        return null;
    }
}
