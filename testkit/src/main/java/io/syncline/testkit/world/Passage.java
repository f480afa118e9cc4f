package io.syncline.testkit.world;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Target;
import io.syncline.engine.evolve.Policy;
import io.syncline.engine.evolve.SchemaChanges;
import io.syncline.engine.mirror.Planner;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.Options;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.Route;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.Wording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of rows on their way through a world.
 *
 * @param shaped whether some children do not go, and a rule refuses some
 */
record Passage(boolean shaped) {
    private static final WorldShape CHILDREN = new WorldShape(Traffic.layouts().getLast());

    /**
     * What a flow copies, and what it does when the tables change.
     *
     * @param approved whether a person lets it go on with the tables as they are
     */
    Planner planner(SyncDefinition sync, boolean approved) {
        Policy policy =
                new Policy(
                        sync.options().evolution(), false, !sync.tables().isEmpty(), (_, _) -> {});
        return new Planner() {
            private boolean word = approved;

            @Override
            public Plan plan(Catalog catalog, Target target) {
                return plan(catalog, target, Set.of());
            }

            @Override
            public Plan plan(Catalog catalog, Target target, Set<String> gone) {
                return Passage.this.plan(sync.tables(), catalog, gone);
            }

            @Override
            public Policy policy() {
                return word ? policy.approvedOnce() : policy;
            }

            @Override
            public void agreed() {
                word = false;
            }
        };
    }

    private Plan plan(List<String> tables, Catalog catalog, Set<String> gone) {
        List<Route> routes = new ArrayList<>();
        Map<String, Layout> layouts = new HashMap<>();
        for (String name : tables.isEmpty() ? names(catalog) : tables) {
            Layout layout = catalog.find(name);
            if (layout != null) {
                layouts.put(name, layout);
                routes.add(new Route(name, World.target(name)));
            } else if (!gone.contains(name)) {
                throw new EndpointException(
                        EndpointException.Kind.MISCONFIGURED,
                        Code.UNKNOWN_COLLECTION,
                        "The source has no table " + name);
            }
        }
        Plan plain = new Plan(routes, layouts);
        Layout children = layouts.get("child");
        if (!shaped || children == null) {
            return plain;
        }
        Map<String, Shape> shapes = new HashMap<>(plain.shapes());
        shapes.put("child", new WorldShape(children));
        return new Plan(routes, layouts, shapes);
    }

    private static List<String> names(Catalog catalog) {
        return catalog.layouts().stream().map(Layout::collection).toList();
    }

    /**
     * The sync that a world runs.
     *
     * @param tables empty for all that there are
     */
    SyncDefinition sync(int workers, List<String> tables, SchemaChanges policy) {
        return new SyncDefinition(
                World.SYNC,
                "world",
                Direction.ONE_WAY,
                Mode.REAL_TIME,
                new EndpointSpec("source", "memory", Map.of()),
                List.of(new EndpointSpec("target", "memory", Map.of())),
                tables,
                List.of(),
                null,
                RetryPolicy.standard(),
                workers,
                ExistingData.REFUSE,
                Options.standard().with(policy),
                Wording.none(),
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
