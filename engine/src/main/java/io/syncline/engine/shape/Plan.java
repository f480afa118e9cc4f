package io.syncline.engine.shape;

import io.syncline.core.change.Field;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.filter.Predicate;
import io.syncline.engine.sync.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one flow copies, where to, and what becomes of it on the way.
 *
 * @param routes in the order in which collections are copied, but for those that wait for others
 * @param layouts the source's layouts by the source's names
 * @param shapes one for each route, by the source's names
 */
public record Plan(List<Route> routes, Map<String, Layout> layouts, Map<String, Shape> shapes) {
    /** Copies all. */
    public Plan {
        routes = List.copyOf(routes);
        layouts = Map.copyOf(layouts);
        shapes = Map.copyOf(shapes);
    }

    /** A plan in which rows go as they are. */
    public Plan(List<Route> routes, Map<String, Layout> layouts) {
        this(routes, layouts, renamed(routes, layouts));
    }

    private static Map<String, Shape> renamed(List<Route> routes, Map<String, Layout> layouts) {
        Map<String, Shape> shapes = HashMap.newHashMap(routes.size());
        for (Route route : routes) {
            Layout layout = Objects.requireNonNull(layouts.get(route.source()));
            shapes.put(route.source(), new Renamed(route.source(), layout.named(route.target())));
        }
        return shapes;
    }

    /**
     * The same, and what rows have beyond these layouts is left out. Not of collections without a
     * key, whose rows are told apart by all that they have.
     */
    public Plan bounded() {
        Map<String, Shape> bounded = new HashMap<>(shapes);
        bounded.replaceAll(
                (name, shape) -> {
                    Layout layout = Objects.requireNonNull(layouts.get(name));
                    return layout.key().isEmpty()
                            ? shape
                            : new Kept(
                                    shape,
                                    layout.fields().stream()
                                            .map(Field::name)
                                            .collect(Collectors.toSet()));
                });
        return new Plan(routes, layouts, bounded);
    }

    /** The source's layout of a route. */
    public Layout here(Route route) {
        return Objects.requireNonNull(layouts.get(route.source()));
    }

    /** The shape of a route. */
    public Shape shape(Route route) {
        return Objects.requireNonNull(shapes.get(route.source()));
    }

    /** The layouts of all rows as they go, by the target's names, in the routes' order. */
    public List<Layout> there() {
        return routes.stream().map(route -> shape(route).layout()).toList();
    }

    /**
     * Which rows of a collection are wanted, by the source's names; all of the others. A source may
     * tell that a row is gone when it only stopped to belong there, so where such a row is to stay,
     * it has to tell everything.
     */
    public Map<String, Predicate> filters() {
        Map<String, Predicate> filters = new HashMap<>();
        shapes.forEach(
                (source, shape) -> {
                    Predicate filter = shape.filter();
                    if (filter != null && !shape.keeps()) {
                        filters.put(source, filter);
                    }
                });
        return filters;
    }

    /** The collections whose rows never change, by the target's names. */
    public Set<String> fixed() {
        return shapes.values().stream()
                .filter(Shape::appendOnly)
                .map(shape -> shape.layout().collection())
                .collect(Collectors.toSet());
    }

    /** The shape of the rows that become a target's collection, or null. */
    public @Nullable Shape shapeOf(String target) {
        for (Route route : routes) {
            if (route.target().equals(target)) {
                return shape(route);
            }
        }
        return null;
    }
}
