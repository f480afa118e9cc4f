package io.syncline.engine.store;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Decided;
import io.syncline.engine.pair.Decision;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Links;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.pair.Review;
import io.syncline.engine.pair.ReviewId;
import io.syncline.engine.pair.Settlement;
import io.syncline.engine.pair.Sought;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

        /** The rounds, not settled yet, that have decided that an end is owed these rows. */
        final Map<RowId, Long> owing = new LinkedHashMap<>();

        final Map<Which, Position> places = new EnumMap<>(Which.class);
        final List<Episode> history = new ArrayList<>();
        long round;

        /** Notes that a row is paid, if the round that has decided it is settled. */
        boolean pays(Map.Entry<RowId, Long> owed, long settled) {
            boolean paid = owed.getValue() <= settled;
            if (paid) {
                pairs.computeIfPresent(owed.getKey(), (_, was) -> was.paid());
            }
            return paid;
        }
    }

    private static final Kept NOTHING = new Kept();

    private final Object lock;
    private final Fencing fencing;
    private final Map<String, Kept> flows = new HashMap<>();
    private final MemoryLinks links = new MemoryLinks();

    /**
     * @param lock the store's own, so that no epoch ends between its check and what is written
     */
    MemoryPairs(Object lock, Fencing fencing) {
        this.lock = lock;
        this.fencing = fencing;
    }

    /** Forgets all flows but these. */
    void retain(Set<String> names) {
        synchronized (lock) {
            flows.keySet().retainAll(names);
            links.retain(names);
        }
    }

    @Override
    public Links links() {
        return links;
    }

    private <T extends @Nullable Object> T read(String flow, Function<Kept, T> reading) {
        synchronized (lock) {
            return reading.apply(flows.getOrDefault(flow, NOTHING));
        }
    }

    private void write(String flow, long epoch, Consumer<Kept> writing) {
        synchronized (lock) {
            fencing.check(flow, epoch);
            writing.accept(flows.computeIfAbsent(flow, _ -> new Kept()));
        }
    }

    @Override
    public Map<RowId, Pair> find(String flow, Collection<RowId> ids) {
        return read(
                flow,
                kept -> {
                    Map<RowId, Pair> found = new HashMap<>();
                    for (RowId id : ids) {
                        Pair pair = kept.pairs.get(id);
                        if (pair != null) {
                            found.put(id, pair);
                        }
                    }
                    return found;
                });
    }

    @Override
    public List<Pair> owing(String flow) {
        return read(flow, kept -> kept.pairs.values().stream().filter(Pair::owes).toList());
    }

    @Override
    public List<Pair> waiting(String flow, Sought sought, @Nullable ReviewId after, int countMax) {
        return read(
                flow,
                kept ->
                        kept.pairs.values().stream()
                                .filter(sought::fits)
                                .filter(pair -> after == null || name(pair).compareTo(after) > 0)
                                .sorted(Comparator.comparing(MemoryPairs::name))
                                .limit(countMax)
                                .toList());
    }

    private static ReviewId name(Pair pair) {
        return ReviewId.of(pair.id(), Objects.requireNonNull(pair.review()).sinceMillis());
    }

    @Override
    public @Nullable Pair waiting(String flow, ReviewId id) {
        return read(
                flow,
                kept ->
                        kept.pairs.values().stream()
                                .filter(Sought.ANY::fits)
                                .filter(pair -> name(pair).equals(id))
                                .findFirst()
                                .orElse(null));
    }

    @Override
    public @Nullable RowId named(String flow, ReviewId id) {
        return read(
                flow,
                kept ->
                        kept.pairs.keySet().stream()
                                .filter(row -> ReviewId.of(row, id.sinceMillis()).equals(id))
                                .findFirst()
                                .orElse(null));
    }

    @Override
    public long waitingCount(String flow, Sought sought) {
        return read(flow, kept -> kept.pairs.values().stream().filter(sought::fits).count());
    }

    @Override
    public List<Pair> overdue(String flow, long nowMillis, long sinceMillis, int countMax) {
        return waiting(flow, Sought.ANY, null, Integer.MAX_VALUE).stream()
                .filter(pair -> overdue(pair, nowMillis, sinceMillis))
                .limit(countMax)
                .toList();
    }

    private static boolean overdue(Pair pair, long nowMillis, long sinceMillis) {
        Review review = Objects.requireNonNull(pair.review());
        Long due = review.care().dueMillis();
        return !review.care().escalated()
                && (due == null ? review.sinceMillis() <= sinceMillis : due <= nowMillis);
    }

    @Override
    public List<RowId> known(String flow, @Nullable RowId after, int countMax) {
        return read(
                flow,
                kept ->
                        kept.pairs.keySet().stream()
                                .dropWhile(id -> after != null && !id.equals(after))
                                .skip(after == null ? 0 : 1)
                                .limit(countMax)
                                .toList());
    }

    @Override
    public List<Dirt> dirty(String flow) {
        return read(flow, kept -> List.copyOf(kept.dirty.values()));
    }

    @Override
    public long round(String flow) {
        return read(flow, kept -> kept.round);
    }

    @Override
    public Map<Which, Position> places(String flow) {
        return read(flow, kept -> Map.copyOf(kept.places));
    }

    @Override
    public void doubt(String flow, long epoch) {
        write(flow, epoch, kept -> kept.pairs.replaceAll((_, pair) -> pair.doubted()));
    }

    @Override
    public void decide(
            String flow,
            long epoch,
            long round,
            List<Decision> decisions,
            Collection<RowId> unsettled) {
        write(
                flow,
                epoch,
                kept -> {
                    kept.round = Math.max(kept.round, round);
                    for (Decision each : decisions) {
                        Pair pair = each.pair();
                        kept.pairs.put(pair.id(), pair);
                        kept.owing.remove(pair.id());
                        if (pair.owesOnly(round)) {
                            kept.owing.put(pair.id(), round);
                        }
                        Episode episode = each.episode();
                        if (episode != null) {
                            kept.history.add(episode);
                        }
                    }
                });
    }

    @Override
    public void settle(String flow, long epoch, Settlement settlement) {
        write(
                flow,
                epoch,
                kept -> {
                    settlement.pairs().forEach(pair -> kept.pairs.put(pair.id(), pair));
                    settlement.pairs().forEach(pair -> kept.owing.remove(pair.id()));
                    settlement.given().forEach(pair -> kept.owing.remove(pair.id()));
                    settlement
                            .given()
                            .forEach(
                                    pair ->
                                            kept.pairs.computeIfPresent(
                                                    pair.id(), (_, was) -> was.withHalves(pair)));
                    // What a later round has decided meanwhile is owed yet.
                    kept.owing.entrySet().removeIf(each -> kept.pays(each, settlement.round()));
                    settlement.clean().forEach(kept.dirty::remove);
                    settlement.dirty().forEach(dirt -> kept.dirty.put(dirt.id(), dirt));
                    kept.places.putAll(settlement.places());
                });
    }

    @Override
    public List<Episode> history(String flow, RowId id, long before, int countMax) {
        return read(
                flow,
                kept ->
                        kept.history.reversed().stream()
                                .filter(
                                        episode ->
                                                episode.id().equals(id) && episode.round() < before)
                                .limit(countMax)
                                .toList());
    }

    @Override
    public List<Decided> decided(String flow, long fromMillis, long untilMillis, int countMax) {
        return read(
                flow,
                kept -> {
                    Map<RowId, Decided> found = new LinkedHashMap<>();
                    kept.history.stream()
                            .filter(each -> each.millis() >= fromMillis)
                            .filter(each -> each.millis() < untilMillis)
                            .filter(each -> !each.after().equals(each.before()))
                            .forEach(
                                    each ->
                                            found.merge(
                                                    each.id(), Decided.of(each), Decided::upTo));
                    return found.values().stream()
                            .sorted(Comparator.comparingLong(Decided::last).reversed())
                            .limit(countMax)
                            .toList();
                });
    }
}
