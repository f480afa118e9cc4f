package io.syncline.testkit.world;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.evolve.SchemaChanges;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** At quiet: every row is the same at both sides, or parked because the target refuses it now. */
final class TargetEqualsSource implements Invariant {
    private static final Version NOW = new Version(0, 0, new ReplicaId("quiet"));

    @Override
    public void check(World world) {
        expected(world);
        Set<RowId> ids = new HashSet<>(world.database().committed().keySet());
        world.target().rows().keySet().forEach(id -> ids.add(World.atSource(id)));
        world.store().parkedRows(World.FLOW).forEach(id -> ids.add(World.atSource(id)));
        Map<RowId, Row> rows = world.target().rows();
        for (RowId id : ids) {
            if (!world.standing().copied(id.collection())) {
                // What the target has of it stays, whatever that is.
                continue;
            }
            Row here = world.database().committed(id);
            Row wanted = world.passage().there(id, here);
            Row there = rows.get(World.atTarget(id));
            boolean equal = world.standing().same(id.collection(), wanted, there);
            Image image = wanted == null ? Image.absent() : Image.whole(wanted);
            Change write = Change.of(World.atTarget(id), Image.absent(), image, NOW);
            if (equal && world.parked(id)) {
                throw new AssertionError(id + " is parked, though it is " + wanted + " there too");
            }
            boolean refused =
                    world.passage().refuses(id, here) || world.target().refusal(write) != null;
            if (!equal && (!world.parked(id) || !refused)) {
                throw new AssertionError(
                        id
                                + " is "
                                + there
                                + ", should be "
                                + wanted
                                + "; parked: "
                                + world.parked(id));
            }
        }
    }

    /** The tables that a person wants are copied, and of those that are new what the sync says. */
    private static void expected(World world) {
        for (Layout layout : world.database().layouts()) {
            String name = layout.collection();
            List<String> tables = world.standing().sync().tables();
            boolean wanted = tables.isEmpty() || tables.contains(name);
            boolean may = world.climate().policy() == SchemaChanges.IGNORE;
            if (wanted
                    && !world.standing().copied(name)
                    && !(may && world.standing().ignored(name))) {
                throw new AssertionError(name + " is not copied: " + world.standing());
            }
        }
    }
}
