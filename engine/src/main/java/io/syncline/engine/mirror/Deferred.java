package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes that the target refused for rules that another row may satisfy soon. Safe for use by
 * several threads, of which one at a time tries them again.
 */
final class Deferred {
    private final Map<RowId, Change> changes = new LinkedHashMap<>();
    private final Map<RowId, SingleWrites.Left> refusals = new LinkedHashMap<>();
    private final SingleWrites single;

    /** None yet; they are tried again by these writes. */
    Deferred(SingleWrites single) {
        this.single = single;
    }

    synchronized boolean isEmpty() {
        return changes.isEmpty();
    }

    synchronized void add(Change change) {
        changes.put(change.id(), change);
    }

    /** Lays earlier ones under later changes of their rows; they are no longer here then. */
    void under(Net net) {
        for (Change change : take()) {
            if (!net.under(change)) {
                add(change);
            }
        }
    }

    private synchronized List<Change> take() {
        List<Change> taken = List.copyOf(changes.values());
        changes.clear();
        return taken;
    }

    /**
     * Tries them one after the other.
     *
     * @return whether any of them passed
     */
    boolean retry() {
        boolean progress = false;
        for (Change change : take()) {
            SingleWrites.Left left = single.attempt(change);
            if (left == null) {
                progress = true;
            } else {
                again(change, left);
            }
        }
        return progress;
    }

    private synchronized void again(Change change, SingleWrites.Left left) {
        refusals.put(change.id(), left);
        changes.put(change.id(), change);
    }

    /** All of them, in the order in which they came. */
    synchronized List<Change> waiting() {
        return List.copyOf(changes.values());
    }

    /** Those that were refused for a unique value another row has. */
    synchronized List<Change> waitingForValues() {
        return refusals.values().stream()
                .filter(left -> left.code() == Code.UNIQUE_TAKEN)
                .map(SingleWrites.Left::change)
                .filter(change -> changes.containsKey(change.id()))
                .toList();
    }

    /** Writes changes of any shard in one transaction; tells which passed. */
    List<RowId> together(List<Change> all) {
        return single.together(all);
    }

    /** One has passed with others. */
    synchronized void released(RowId id) {
        changes.remove(id);
        refusals.remove(id);
    }

    /** Parks those that were refused again, and forgets all. */
    synchronized void park() {
        for (Change change : take()) {
            SingleWrites.Left left = refusals.get(change.id());
            if (left != null) {
                single.park(left);
            }
        }
        refusals.clear();
    }
}
