package io.syncline.testkit.world;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.Route;
import io.syncline.engine.sync.SyncDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of rows on their way through a world.
 *
 * @param shaped whether some children do not go, and a rule refuses some
 */
record Passage(boolean shaped) {
    private static final WorldShape CHILDREN = new WorldShape(Traffic.layouts().getLast());

    /** What the flow copies. */
    Plan plan(Catalog catalog) {
        Map<String, Layout> layouts = new HashMap<>();
        catalog.layouts().forEach(layout -> layouts.put(layout.collection(), layout));
        List<Route> routes =
                List.of(new Route("parent", "parent"), new Route("child", World.target("child")));
        Plan plain = new Plan(routes, layouts);
        if (!shaped) {
            return plain;
        }
        Map<String, Shape> shapes = new HashMap<>(plain.shapes());
        shapes.put("child", CHILDREN);
        return new Plan(routes, layouts, shapes);
    }

    /** The sync that a world runs. */
    SyncDefinition sync(int workers) {
        return new SyncDefinition(
                World.SYNC,
                "world",
                Direction.ONE_WAY,
                Mode.REAL_TIME,
                new EndpointSpec("source", "memory", Map.of()),
                List.of(new EndpointSpec("target", "memory", Map.of())),
                List.of(),
                List.of(),
                null,
                RetryPolicy.standard(),
                workers,
                ExistingData.REFUSE,
                0);
    }

    /** A row of the source as it has to stand at the target, or null if it must not. */
    @Nullable Row there(RowId id, @Nullable Row row) {
        return row != null && shapes(id) ? CHILDREN.row(row) : row;
    }

    /** Whether a rule refuses a row of the source. */
    boolean refuses(RowId id, @Nullable Row row) {
        return row != null && shapes(id) && WorldShape.refuses(row);
    }

    private boolean shapes(RowId id) {
        return shaped && id.collection().equals("child");
    }
}
