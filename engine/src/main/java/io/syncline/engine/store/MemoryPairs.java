package io.syncline.engine.store;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Decision;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.pair.Settlement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a store in memory keeps of rows that two ends share. Safe for use by several threads. */
final class MemoryPairs implements Pairs {
    /** Tells the owner of a flow from who was it before. */
    interface Fencing {
        /** Throws if the epoch is not the flow's latest. */
        Object check(String flow, long epoch);
    }

    private static final class Kept {
        final Map<RowId, Pair> pairs = new LinkedHashMap<>();
        final Map<RowId, Dirt> dirty = new LinkedHashMap<>();
        final Map<Which, Position> places = new EnumMap<>(Which.class);
        final List<Episode> history = new ArrayList<>();
        long round;
    }

    private final Fencing fencing;
    private final Map<String, Kept> flows = new HashMap<>();

    MemoryPairs(Fencing fencing) {
        this.fencing = fencing;
    }

    private Kept kept(String flow) {
        return flows.computeIfAbsent(flow, _ -> new Kept());
    }

    @Override
    public synchronized Map<RowId, Pair> find(String flow, Collection<RowId> ids) {
        Map<RowId, Pair> found = new HashMap<>();
        Map<RowId, Pair> pairs = kept(flow).pairs;
        for (RowId id : ids) {
            Pair pair = pairs.get(id);
            if (pair != null) {
                found.put(id, pair);
            }
        }
        return found;
    }

    @Override
    public synchronized List<Pair> owing(String flow) {
        return kept(flow).pairs.values().stream().filter(Pair::owes).toList();
    }

    @Override
    public synchronized List<Pair> waiting(String flow) {
        return kept(flow).pairs.values().stream().filter(pair -> pair.review() != null).toList();
    }

    @Override
    public synchronized List<Dirt> dirty(String flow) {
        return List.copyOf(kept(flow).dirty.values());
    }

    @Override
    public synchronized long round(String flow) {
        return kept(flow).round;
    }

    @Override
    public synchronized Map<Which, Position> places(String flow) {
        return Map.copyOf(kept(flow).places);
    }

    @Override
    public synchronized void decide(String flow, long epoch, long round, List<Decision> decisions) {
        fencing.check(flow, epoch);
        Kept kept = kept(flow);
        kept.round = Math.max(kept.round, round);
        for (Decision each : decisions) {
            kept.pairs.put(each.pair().id(), each.pair());
            Episode episode = each.episode();
            if (episode != null) {
                kept.history.add(episode);
            }
        }
    }

    @Override
    public synchronized void settle(String flow, long epoch, Settlement settlement) {
        fencing.check(flow, epoch);
        Kept kept = kept(flow);
        settlement.pairs().forEach(pair -> kept.pairs.put(pair.id(), pair));
        settlement.clean().forEach(kept.dirty::remove);
        settlement.dirty().forEach(dirt -> kept.dirty.put(dirt.id(), dirt));
        kept.places.putAll(settlement.places());
    }

    @Override
    public synchronized List<Episode> history(String flow, RowId id, int countMax) {
        return kept(flow).history.reversed().stream()
                .filter(episode -> episode.id().equals(id))
                .limit(countMax)
                .toList();
    }
}
