package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.shape.Shaped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The shards and ledgers of a flow, as its feed sees them: hands them what is to be applied, and
 * knows how far they are. Used by the feed's lane only, but for what is said otherwise.
 */
final class Delivery {
    private final Source source;
    private final List<Shard> shards;
    private final Sharding sharding;
    private final Ledgers ledgers;
    private final Runnable wakeShards;
    private final boolean whole;
    private final Arrivals arrivals;
    private Position routed;
    private boolean partial;
    private int loader;

    /**
     * Goes on after a place.
     *
     * @param shards their lanes run already
     * @param sharding which of them has a row
     * @param wakeShards lets waiting shards look again
     * @param whole whether the one shard keeps the source's transactions whole
     */
    Delivery(
            Source source,
            List<Shard> shards,
            Sharding sharding,
            Ledgers ledgers,
            Runnable wakeShards,
            boolean whole,
            Position routed) {
        this.source = source;
        this.shards = List.copyOf(shards);
        this.sharding = sharding;
        this.ledgers = ledgers;
        this.wakeShards = wakeShards;
        this.whole = whole;
        this.routed = routed;
        this.arrivals = new Arrivals(source, this.shards, routed);
    }

    /** Throws what ended any of the lanes. */
    void check() {
        for (Shard shard : shards) {
            RuntimeException failure = shard.failure();
            if (failure != null) {
                throw failure;
            }
        }
        RuntimeException failed = ledgers.failure();
        if (failed != null) {
            throw failed;
        }
    }

    int shards() {
        return shards.size();
    }

    /** The shard of a row, by the target's name. */
    int shardOf(RowId id) {
        return sharding.shard(id);
    }

    /** Whether nothing waits and nothing is in flight. */
    boolean drained() {
        return shards.stream().allMatch(Shard::drained) && ledgers.drained();
    }

    /** Bytes that wait or are in flight. */
    long bytes() {
        return shards.stream().mapToLong(Shard::bytes).sum() + ledgers.bytes();
    }

    long applied() {
        return shards.stream().mapToLong(Shard::applied).sum() + ledgers.applied();
    }

    /** Whether rows wait for all lanes to be drained. */
    boolean hasDeferred() {
        return shards.stream().anyMatch(Shard::hasDeferred);
    }

    /** Writes or parks what was deferred, while all are drained. */
    void settle() {
        Ring.settle(shards.stream().map(Shard::deferred).toList());
        shards.forEach(Shard::giveUp);
    }

    /** Rows have been looked up at the source, and will be handed over. */
    void looked() {
        shards.forEach(Shard::looked);
    }

    /** Hands over what the stream told. */
    void route(Act.Route act) {
        if (whole) {
            wholly(act);
            return;
        }
        List<Change> keyed = ledgers.take(act.changes(), act.end(), act.ended(), routed);
        route(keyed, act.bad(), act.end(), act.bytes(), null);
    }

    /** The open transaction apart from those that have ended. */
    private void wholly(Act.Route act) {
        int ended = act.end() == null ? 0 : act.ended();
        int badEnded = act.end() == null ? 0 : act.badEnded();
        List<Change> changes = act.changes();
        long each = act.bytes() / Math.max(1, changes.size());
        if (act.end() != null) {
            List<Shaped.Bad> bad = act.bad().subList(0, badEnded);
            route(changes.subList(0, ended), bad, act.end(), each * ended, null);
        }
        List<Change> rest = changes.subList(ended, changes.size());
        List<Shaped.Bad> restBad = act.bad().subList(badEnded, act.bad().size());
        partial = !rest.isEmpty() || !restBad.isEmpty() || partial && act.end() == null;
        if (!rest.isEmpty() || !restBad.isEmpty()) {
            route(rest, restBad, null, act.bytes() - each * ended, null);
        }
    }

    /**
     * Hands over what is otherwise done once all are drained, if the source's transactions are kept
     * whole: it has its place in one then.
     *
     * @return false if they are not, or if it is none of these
     */
    boolean queue(Act act) {
        if (!whole) {
            return false;
        }
        Shard shard = shards.getFirst();
        switch (act) {
            case Act.Apart apart -> {
                shard.put(Work.of(apart));
                partial = true;
            }
            case Act.Align(Position place) -> {
                shard.put(new Work(List.of(), ahead(shard, place), 0, null));
                routed = place;
                partial = false;
            }
            case Act.Route _, Act.Relayout _ -> {
                return false;
            }
        }
        wakeShards.run();
        return true;
    }

    /** Whether a transaction of the source is handed over in part. */
    boolean midway() {
        return partial;
    }

    /** Hands over a chunk of a snapshot, row by row. */
    void route(ChunkRead read, ChunkTicket ticket) {
        ChunkRead.Rows rows = read.rows();
        route(rows.changes(), rows.bad(), null, read.bytesOfRows(), ticket);
    }

    /** Whether chunks of a collection, by the target's name, may be written as a whole now. */
    boolean loads(String collection) {
        return first().loads(collection);
    }

    /**
     * Hands over a chunk that is written as a whole: to any lane, unless its rows have their own.
     */
    void load(Work.Load load, long bytes, ChunkTicket ticket) {
        loader = (loader + 1) % shards.size();
        boolean own = sharding.connected(load.collection());
        int lane = own ? shardOf(new RowId(load.collection(), List.of())) : loader;
        put(lane, Work.of(load, bytes, ticket));
        wakeShards.run();
    }

    private void route(
            List<Change> changes,
            List<Shaped.Bad> bad,
            @Nullable Position end,
            long bytes,
            @Nullable ChunkTicket ticket) {
        List<List<Change>> parts = new ArrayList<>();
        if (shards.size() == 1) {
            parts.add(changes);
        } else {
            shards.forEach(_ -> parts.add(new ArrayList<>(changes.size() / 2)));
            changes.forEach(change -> parts.get(shardOf(change.id())).add(change));
        }
        for (int i = 0; i < parts.size(); i++) {
            List<Change> part = parts.get(i);
            Shard shard = shards.get(i);
            // A shard that has a part of a transaction is told its end, or a crash would repeat
            // what later transactions have overwritten.
            List<Shaped.Bad> refused = refused(bad, i);
            boolean has = !part.isEmpty() || !refused.isEmpty();
            if (has || ticket != null || end != null && shard.open()) {
                long share = bytes * part.size() / Math.max(1, changes.size());
                put(i, new Work(part, refused, ahead(shard, end), share, ticket));
            }
        }
        if (end != null) {
            routed = end;
        }
        wakeShards.run();
    }

    private void put(int lane, Work work) {
        arrivals.handing(lane, routed);
        shards.get(lane).put(work);
    }

    private List<Shaped.Bad> refused(List<Shaped.Bad> bad, int shard) {
        return bad.stream().filter(each -> shardOf(each.change().id()) == shard).toList();
    }

    /** A shard's checkpoint never goes back, whatever is replayed. */
    private @Nullable Position ahead(Shard shard, @Nullable Position end) {
        if (end == null || !source.covers(shard.queued(), end)) {
            return end;
        }
        return whole ? shard.queued() : null;
    }

    /** The one that writes by itself while all are drained. */
    Shard first() {
        return shards.getFirst();
    }

    /** Empties collections, by the target's names, while all are drained. */
    void truncate(List<String> collections) {
        first().truncate(ledgers.truncate(collections));
    }

    /** Brings all checkpoints to a place, while all are drained. */
    void align(Position place) {
        shards.forEach(shard -> shard.align(place));
        routed = place;
    }

    /** Whether a row belongs to a collection without a key. */
    boolean keyless(RowId id) {
        return ledgers.has(id.collection());
    }

    /** Writes a parked row of a collection without a key again, while all are drained. */
    void again(RowId id) {
        ledgers.again(id);
    }

    /** Brings the checkpoints of idle lanes along. */
    void advance() {
        if (partial) {
            // It would end a transaction that goes on.
            return;
        }
        for (int i = 0; i < shards.size(); i++) {
            if (!source.covers(shards.get(i).queued(), routed)) {
                put(i, new Work(List.of(), routed, 0, null));
            }
        }
        ledgers.advance(routed);
        wakeShards.run();
    }

    /** The place that all have stored. From any thread. */
    Position stored() {
        return Places.least(source, allStored());
    }

    /** The place up to which all is applied, which the checkpoints of idle lanes lie behind. */
    Position arrived() {
        return whole || !ledgers.drained() ? stored() : arrivals.place(routed);
    }

    /** The place that the fastest has stored. */
    Position latest() {
        return Places.latest(source, allStored());
    }

    private List<Position> allStored() {
        return Stream.concat(ledgers.stored().stream(), shards.stream().map(Shard::stored))
                .toList();
    }
}
