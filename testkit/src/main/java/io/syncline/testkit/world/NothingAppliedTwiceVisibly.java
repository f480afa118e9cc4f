package io.syncline.testkit.world;

import io.syncline.core.change.RowId;
import io.syncline.testkit.memory.MemoryTarget;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A row at the target never goes back: what it has been is a subsequence of what the source's row
 * was. Announced exceptions, in which worlds it is not asked: rows that were refused and wait,
 * truncations and key changes (their transactions are repeated whole), states within one
 * transaction that is told in parts, and the time until the checkpoints have passed the head at
 * which the snapshot and its sweep ended: until then a row that a chunk shows deleted, or that is
 * swept, may be looked up, found made anew, and be deleted and made once more by the stream. What
 * is written together with the checkpoint that passes the head still belongs to that time.
 */
final class NothingAppliedTwiceVisibly implements Invariant {
    private final Map<RowId, Integer> reached = new HashMap<>();
    private int taken;
    private final Steadiness steadiness = new Steadiness();
    private boolean steady;

    @Override
    public void check(World world) {
        List<MemoryTarget.Effect> effects = world.target().effects();
        boolean asked = world.climate().plain() && steady;
        steady = steadiness.look(world);
        for (; taken < effects.size(); taken++) {
            MemoryTarget.Effect effect = effects.get(taken);
            RowId id = World.atSource(effect.id());
            List<History.State> states = world.history().of(id);
            int next = asked ? reached.getOrDefault(id, 0) : 0;
            while (world.climate().splits()
                    && next > 0
                    && states.get(next - 1).place() == states.get(next).place()) {
                next--;
            }
            while (next < states.size()
                    && !java.util.Objects.equals(states.get(next).row(), effect.row())) {
                next++;
            }
            if (next < states.size()) {
                reached.put(id, next);
            } else if (asked) {
                throw new AssertionError(id + " went back to " + effect.row() + "; was " + states);
            }
        }
    }
}
