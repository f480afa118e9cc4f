package io.syncline.engine.reconcile;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.review.Errand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which rows a round deals with, of those that are dirty, asked for or counted. Used by the
 * loop's lane only, but for what is asked for.
 */
final class Rounds {
    private final Parts parts;
    private final Backlog dirty;
    private final Census census;
    private final Errands errands;
    private final Untold untold;
    private final PingPong pingPong = new PingPong();
    private final Queue<RowId> asked = new ConcurrentLinkedQueue<>();
    private long number;

    /**
     * @param number the latest round's
     */
    Rounds(Parts parts, Backlog dirty, Census census, Errands errands, long number) {
        this.parts = parts;
        this.dirty = dirty;
        this.census = census;
        this.errands = errands;
        this.untold = new Untold(parts);
        this.number = number;
    }

    /** Has rows looked at that somebody asks for, by the sync's names. From any thread. */
    void look(List<RowId> ids) {
        asked.addAll(ids);
    }

    /**
     * The next round; null if there is nothing to look at.
     *
     * @param read how far both logs are read
     */
    @Nullable Round next(Map<Which, Position> read) {
        for (RowId id = asked.poll(); id != null; id = asked.poll()) {
            dirty.fresh().putIfAbsent(id, Dirt.of(id));
        }
        dirty.join();
        List<Dirt> dirt = new ArrayList<>();
        long nanos = parts.context().nanos();
        // Rows that are edited all the time must not keep those waiting that are counted.
        int room = census.done() ? parts.rowsMax() : (parts.rowsMax() + 1) / 2;
        Map<RowId, Errand> wanted = errands.next(id -> dirty.rests(id, nanos), parts.rowsMax());
        wanted.keySet().forEach(id -> dirt.add(dirty.take(id)));
        dirty.fresh().values().stream().limit(Math.max(0, room - dirt.size())).forEach(dirt::add);
        dirty.due(nanos).limit(Math.max(0, room - dirt.size())).forEach(dirt::add);
        dirt.addAll(counted(dirt));
        return dirt.isEmpty() ? null : round(dirty.begin(dirt), read, new Audience(parts, wanted));
    }

    /**
     * The round after one that has decided nothing yet, so that its rows can be looked at while
     * that one is at work: of other rows, whose keys nobody has changed. What nobody is asked for
     * waits for its turn. Null if there is none.
     *
     * @param leaving the one before it, of which it is not noted yet what became of it; null if
     *     none
     * @param read how far both logs are read
     */
    @Nullable Round after(Round going, @Nullable Round leaving, Map<Which, Position> read) {
        if (!census.done() || dirty.moves() || going.dirt().stream().anyMatch(Dirt::moves)) {
            return null;
        }
        dirty.join();
        Set<RowId> busy = new HashSet<>();
        going.dirt().forEach(each -> busy.add(each.id()));
        if (leaving != null) {
            leaving.dirt().forEach(each -> busy.add(each.id()));
        }
        List<Dirt> dirt =
                dirty.fresh().values().stream()
                        .filter(each -> !busy.contains(each.id()))
                        .limit(parts.rowsMax())
                        .toList();
        // A few are dealt with together with what comes meanwhile.
        return dirt.isEmpty() || !parts.many(dirt.size())
                ? null
                : round(dirty.begin(dirt), read, new Audience(parts, Map.of()));
    }

    private Round round(List<Dirt> dealt, Map<Which, Position> read, Audience audience) {
        number++;
        boolean last = dirty.fresh().isEmpty();
        return new Round(
                parts, untold, pingPong, census.isMeeting(), number, dealt, read, last, audience);
    }

    /** Rows that are looked at because they are there, but for those that are dirty anyway. */
    private List<Dirt> counted(List<Dirt> taken) {
        if (census.done()) {
            return List.of();
        }
        Set<RowId> known = dirty.ids();
        taken.forEach(each -> known.add(each.id()));
        return census.next(parts.rowsMax() - taken.size()).stream()
                .filter(known::add)
                .map(Dirt::of)
                .toList();
    }
}
