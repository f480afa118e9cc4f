package io.syncline.engine.reconcile;

import io.syncline.core.change.RowId;
import io.syncline.engine.pair.Pair;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which rows stand in the way of which others, as an end has said. What is forgotten here is tried
 * again all the same, only later. Used by the loop's lane only.
 */
final class Blocking {
    private static final int ROWS_MAX = 10_000;

    private final Map<RowId, Set<RowId>> blocked = new LinkedHashMap<>();

    /**
     * After a round, the rows that are best looked at now: those in the way, whose log may not have
     * told what became of them, and those that nothing is in the way of any more.
     *
     * @param refused what the round could not write, by what is in the way of it
     * @param dealt the rows that it has dealt with
     */
    List<RowId> after(Map<RowId, Set<RowId>> refused, Collection<Pair> dealt) {
        List<RowId> look = new ArrayList<>();
        for (Pair each : dealt) {
            if (isGone(each)) {
                Set<RowId> free = blocked.remove(each.id());
                look.addAll(free == null ? Set.of() : free);
            }
        }
        look.addAll(refused.keySet());
        refused.forEach(
                (blocker, rows) -> {
                    if (blocked.size() < ROWS_MAX) {
                        blocked.computeIfAbsent(blocker, _ -> new LinkedHashSet<>()).addAll(rows);
                    }
                });
        return look;
    }

    /** Gone, and nobody is asked about it. */
    private static boolean isGone(Pair pair) {
        return pair.review() == null
                && pair.base().image() != null
                && pair.base().image().isAbsent()
                && !pair.owes();
    }
}
