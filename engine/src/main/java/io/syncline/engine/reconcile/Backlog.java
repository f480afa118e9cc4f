package io.syncline.engine.reconcile;

import io.syncline.core.change.RowId;
import io.syncline.engine.pair.Dirt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows that are dirty: those that the logs have just told of, and those that were looked at in
 * vain and rest for a while. Used by the loop's lane only.
 */
final class Backlog {
    private static final long AGAIN_FIRST_NANOS = 20_000_000;
    private static final int AGAIN_DOUBLINGS_MAX = 11;

    private record Waiting(Dirt dirt, long notBefore) {}

    private final Map<RowId, Dirt> fresh = new LinkedHashMap<>();
    private final Map<RowId, Waiting> waiting = new LinkedHashMap<>();

    /** Takes over what was dirty when the loop was opened. */
    Backlog(List<Dirt> dirty) {
        dirty.forEach(each -> waiting.put(each.id(), new Waiting(each, 0)));
    }

    /** What was told and not dealt with yet; the logs write into it. */
    Map<RowId, Dirt> fresh() {
        return fresh;
    }

    /** Whether nothing rests. */
    boolean nothingWaits() {
        return waiting.isEmpty();
    }

    /** Whether a row is dirty, rested or not. */
    boolean has(RowId id) {
        return fresh.containsKey(id) || waiting.containsKey(id);
    }

    /** Whether a row was looked at in vain just now. */
    boolean rests(RowId id, long nanos) {
        Waiting rests = waiting.get(id);
        return rests != null && rests.notBefore() > nanos;
    }

    /** Adds to what is told anew of rows that rest what was told before. */
    void join() {
        if (waiting.isEmpty()) {
            return;
        }
        fresh.replaceAll(
                (id, dirt) -> {
                    Waiting before = waiting.remove(id);
                    return before == null ? dirt : dirt.after(before.dirt());
                });
    }

    /** A row that somebody asks for, with what is told of it; it is taken from what waits. */
    Dirt take(RowId id) {
        Waiting before = waiting.remove(id);
        Dirt dirt = fresh.remove(id);
        return dirt != null ? dirt : before != null ? before.dirt() : Dirt.of(id);
    }

    /** Rows that have rested long enough. */
    Stream<Dirt> due(long nanos) {
        return waiting.values().stream()
                .filter(each -> each.notBefore() <= nanos)
                .map(Waiting::dirt);
    }

    /** The names of all rows that are dirty. */
    Set<RowId> ids() {
        Set<RowId> ids = new HashSet<>(fresh.keySet());
        ids.addAll(waiting.keySet());
        return ids;
    }

    /** Whether any of the rows was known by another key before. */
    boolean moves() {
        return fresh.values().stream().anyMatch(Dirt::moves)
                || waiting.values().stream().anyMatch(each -> each.dirt().moves());
    }

    /**
     * These rows, with those that they are bound to by a change of a key; from now on none of them
     * is among the others.
     */
    List<Dirt> begin(List<Dirt> chosen) {
        List<Dirt> moved =
                Stream.concat(fresh.values().stream(), waiting.values().stream().map(Waiting::dirt))
                        .filter(each -> each.from() != null)
                        .toList();
        List<Dirt> all =
                moved.isEmpty() && chosen.stream().allMatch(each -> each.from() == null)
                        ? chosen
                        : together(chosen, moved);
        all.forEach(each -> fresh.remove(each.id()));
        all.forEach(each -> waiting.remove(each.id()));
        return all;
    }

    private List<Dirt> together(List<Dirt> chosen, List<Dirt> moved) {
        Map<RowId, Dirt> all = new LinkedHashMap<>();
        chosen.forEach(each -> all.put(each.id(), each));
        boolean more = true;
        while (more) {
            more = false;
            for (Dirt each : moved) {
                if (all.containsKey(each.id()) || all.containsKey(each.from())) {
                    more |= all.putIfAbsent(each.id(), each) == null;
                }
            }
            for (Dirt each : List.copyOf(all.values())) {
                RowId from = each.from();
                if (from != null && !all.containsKey(from)) {
                    all.put(from, known(from));
                    more = true;
                }
            }
        }
        return new ArrayList<>(all.values());
    }

    private Dirt known(RowId id) {
        Dirt told = fresh.get(id);
        @Nullable Waiting before = waiting.get(id);
        return told != null ? told : before != null ? before.dirt() : Dirt.of(id);
    }

    /** Rows that were looked at in vain rest, the longer the more often they were. */
    void rest(List<Dirt> dirty, long nanos) {
        for (Dirt each : dirty) {
            long rest = AGAIN_FIRST_NANOS << Math.min(each.tries(), AGAIN_DOUBLINGS_MAX);
            waiting.put(each.id(), new Waiting(each, nanos + rest));
        }
    }

    /** Whether a row rests that was not tried so often. */
    boolean hopeful(int triesMax) {
        return waiting.values().stream().anyMatch(each -> each.dirt().tries() < triesMax);
    }
}
