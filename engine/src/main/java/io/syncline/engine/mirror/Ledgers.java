package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The ledgers of a flow, one for each collection without a key. Used by the feed's lane only, but
 * for what is said otherwise.
 */
final class Ledgers {
    /** What a change holds in memory, as nobody counts it. */
    private static final long BYTES_ABOUT = 500;

    private final Source source;
    private final Parking parking;
    private final Map<String, Ledger> byTarget;

    /**
     * @param byTarget by the target's names
     */
    Ledgers(Source source, Parking parking, Map<String, Ledger> byTarget) {
        this.source = source;
        this.parking = parking;
        this.byTarget = new TreeMap<>(byTarget);
    }

    /** All of them, for their lanes. */
    List<Ledger> all() {
        return List.copyOf(byTarget.values());
    }

    /** Whether a collection, by the target's name, has a ledger. */
    boolean has(String collection) {
        return byTarget.containsKey(collection);
    }

    /**
     * Hands over what belongs to ledgers.
     *
     * @param ended how many changes come before the end
     * @param routed the place that was handed over before
     * @return the other changes
     */
    List<Change> take(List<Change> changes, @Nullable Position end, int ended, Position routed) {
        if (byTarget.isEmpty()) {
            return changes;
        }
        List<Change> others = new ArrayList<>(changes.size());
        Map<Ledger, List<Change>> before = new HashMap<>();
        Map<Ledger, List<Change>> after = new HashMap<>();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            Ledger ledger = byTarget.get(change.id().collection());
            if (ledger == null) {
                others.add(change);
            } else {
                (i < ended ? before : after)
                        .computeIfAbsent(ledger, _ -> new ArrayList<>())
                        .add(change);
            }
        }
        before.forEach((ledger, part) -> put(ledger, part, end));
        after.forEach(
                (ledger, part) -> {
                    // They are counted from the last end on.
                    advance(ledger, end == null ? routed : end);
                    put(ledger, part, null);
                });
        return others;
    }

    /** Brings idle ledgers along. */
    void advance(Position routed) {
        byTarget.values().forEach(ledger -> advance(ledger, routed));
    }

    private void advance(Ledger ledger, Position place) {
        if (!source.covers(ledger.queued(), place)) {
            put(ledger, List.of(), place);
        }
    }

    private static void put(Ledger ledger, List<Change> part, @Nullable Position end) {
        long bytes = part.size() * BYTES_ABOUT;
        ledger.put(new Work(part, end, bytes, null));
    }

    /** Empties those that have a ledger, while all are drained; returns the others. */
    List<String> truncate(List<String> collections) {
        List<String> others = new ArrayList<>();
        for (String collection : collections) {
            Ledger ledger = byTarget.get(collection);
            if (ledger == null) {
                others.add(collection);
            } else {
                ledger.truncate();
            }
        }
        return others;
    }

    /** Writes a parked row again, while all are drained. */
    void again(RowId id) {
        Change parked = parking.parked(id);
        Ledger ledger = byTarget.get(id.collection());
        if (parked != null && ledger != null) {
            ledger.again(parked);
        }
    }

    /** The first failure of any, or null. */
    @Nullable RuntimeException failure() {
        for (Ledger ledger : byTarget.values()) {
            RuntimeException failure = ledger.failure();
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }

    boolean drained() {
        return byTarget.values().stream().allMatch(Ledger::drained);
    }

    long bytes() {
        return byTarget.values().stream().mapToLong(Ledger::bytes).sum();
    }

    long applied() {
        return byTarget.values().stream().mapToLong(Ledger::applied).sum();
    }

    /** The places up to which each has written everything. From any thread. */
    List<Position> stored() {
        return byTarget.values().stream().map(Ledger::stored).toList();
    }
}
