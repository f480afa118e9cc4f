package io.syncline.engine.reconcile;

import io.syncline.core.change.RowId;
import io.syncline.engine.pair.Pair;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Which rows stand in the way of which others, as an end has said. What is forgotten here is tried
 * again all the same, only later. Used by the loop's lane only, but for what it is told.
 *
 * <p>Rows that refuse each other's values are told by whoever has looked at them, and each is good
 * for one more look, once the other has changed: so they do not wake each other for ever.
 */
final class Blocking {
    private static final int ROWS_MAX = 10_000;
    private static final int TOLD_MAX = 1_000;

    private record Told(RowId blocker, RowId refused) {}

    private final Map<RowId, Set<RowId>> blocked = new LinkedHashMap<>();
    private final Map<RowId, Set<RowId>> refusedFor = new LinkedHashMap<>();
    private final Queue<Told> told = new ArrayBlockingQueue<>(TOLD_MAX);

    /** A row is refused as long as another one is as it is. From any thread. */
    void told(RowId blocker, RowId refused) {
        // What finds no room is tried again later.
        var _ = told.offer(new Told(blocker, refused));
    }

    /**
     * After a round, the rows that are best looked at now: those in the way, whose log may not have
     * told what became of them, and those that nothing is in the way of any more.
     *
     * @param refused what the round could not write, by what is in the way of it
     * @param before the rows as they were before it
     * @param dealt the rows that it has dealt with, as they are now
     */
    List<RowId> after(
            Map<RowId, Set<RowId>> refused, Map<RowId, Pair> before, Collection<Pair> dealt) {
        List<RowId> look = new ArrayList<>();
        for (Told each = told.poll(); each != null; each = told.poll()) {
            add(refusedFor, each.blocker(), Set.of(each.refused()));
        }
        for (Pair each : dealt) {
            if (refusedFor.containsKey(each.id()) && changed(before.get(each.id()), each)) {
                look.addAll(refusedFor.remove(each.id()));
            }
            if (isGone(each)) {
                Set<RowId> free = blocked.remove(each.id());
                look.addAll(free == null ? Set.of() : free);
            }
        }
        look.addAll(refused.keySet());
        refused.forEach((blocker, rows) -> add(blocked, blocker, rows));
        return look;
    }

    private static void add(Map<RowId, Set<RowId>> into, RowId blocker, Set<RowId> rows) {
        if (into.size() < ROWS_MAX) {
            into.computeIfAbsent(blocker, _ -> new LinkedHashSet<>()).addAll(rows);
        }
    }

    /** Whether a row is another one now, at an end or for both; not if it was only tried again. */
    private static boolean changed(@Nullable Pair before, Pair now) {
        return before == null
                || !before.base().equals(now.base())
                || !before.ours().seen().equals(now.ours().seen())
                || !before.theirs().seen().equals(now.theirs().seen());
    }

    /** Gone, and nobody is asked about it. */
    private static boolean isGone(Pair pair) {
        return pair.review() == null
                && pair.base().image() != null
                && pair.base().image().isAbsent()
                && !pair.owes();
    }
}
