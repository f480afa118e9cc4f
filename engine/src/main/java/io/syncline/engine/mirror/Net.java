package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowId;
import io.syncline.engine.shape.Shaped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the changes of a batch come to: one for each row. */
final class Net {
    private final Map<RowId, Change> changes;
    private final Map<RowId, Shaped.Bad> bad = new HashMap<>();
    private final Set<RowId> repeated = new HashSet<>();

    /** What these come to. */
    Net(List<Work> works) {
        changes =
                LinkedHashMap.newLinkedHashMap(
                        works.stream().mapToInt(work -> work.changes().size()).sum());
        for (Work work : works) {
            for (Change change : work.changes()) {
                changes.merge(change.id(), change, this::again);
            }
            if (!bad.isEmpty()) {
                work.changes().forEach(change -> bad.remove(change.id()));
            }
            for (Shaped.Bad refused : work.bad()) {
                changes.merge(refused.change().id(), refused.change(), Fold::of);
                bad.put(refused.change().id(), refused);
            }
        }
    }

    private Change again(Change earlier, Change later) {
        repeated.add(later.id());
        return Fold.of(earlier, later);
    }

    /** Lays an earlier change of a row under what is there of it; false if nothing is. */
    boolean under(Change earlier) {
        repeated.add(earlier.id());
        return changes.computeIfPresent(earlier.id(), (_, later) -> Fold.of(earlier, later))
                != null;
    }

    /** Takes out the change of a row that {@link #changes} has. */
    void take(RowId id) {
        changes.remove(id);
    }

    /** Takes out what a rule of the sync refuses, each with all that is known of its row. */
    List<Shaped.Bad> takeBad() {
        List<Shaped.Bad> taken = new ArrayList<>(bad.size());
        bad.forEach(
                (id, refused) ->
                        taken.add(
                                new Shaped.Bad(
                                        Objects.requireNonNull(changes.remove(id)),
                                        refused.code(),
                                        refused.detail())));
        bad.clear();
        return taken;
    }

    /** Whether a row changed only once: writing it twice shows nothing that was not to be seen. */
    boolean once(RowId id) {
        return !repeated.contains(id);
    }

    /** What is left, in the order in which the rows came. */
    Collection<Change> changes() {
        return changes.values();
    }
}
