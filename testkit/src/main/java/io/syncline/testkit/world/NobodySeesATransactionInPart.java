package io.syncline.testkit.world;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Where transactions are kept whole, the target is what the source was at the checkpoint, all of
 * it. It is not asked while something is copied or mended.
 */
final class NobodySeesATransactionInPart implements Invariant {
    private final Steadiness steadiness = new Steadiness();

    @Override
    public void check(World world) {
        boolean steady = steadiness.look(world);
        if (!steady || !world.climate().exact()) {
            return;
        }
        long place =
                world.target().places(World.FLOW).values().stream()
                        .mapToLong(each -> Long.parseLong(each.token()))
                        .min()
                        .orElse(0);
        Set<RowId> ids = new HashSet<>(world.history().ids());
        world.target().rows().keySet().forEach(id -> ids.add(World.atSource(id)));
        for (RowId id : ids) {
            Row wanted = null;
            List<History.State> states = world.history().of(id);
            for (History.State state : states) {
                wanted = state.place() <= place ? state.row() : wanted;
            }
            Row there = world.target().rows().get(World.atTarget(id));
            if (!Objects.equals(wanted, there)) {
                throw new AssertionError(
                        "%s is %s at place %d and was %s".formatted(id, there, place, states));
            }
        }
    }
}
