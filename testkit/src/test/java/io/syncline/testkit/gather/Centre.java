package io.syncline.testkit.gather;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Health;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Transacting;
import io.syncline.core.endpoint.Write;
import io.syncline.core.filter.Predicate;
import io.syncline.testkit.memory.MemoryReplica;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A database in memory as the destination of a flow, which writes to it in transactions. */
record Centre(MemoryReplica replica)
        implements Endpoint, Target, Transacting, Checkpoints, Lookup, Snapshots {
    @Override
    public Catalog catalog() {
        return replica.catalog();
    }

    @Override
    public Health health() {
        return replica.health();
    }

    @Override
    public String localName(String collection) {
        return collection;
    }

    @Override
    public List<Finding> agree(List<Layout> layouts) {
        return List.of();
    }

    @Override
    public List<Outcome> apply(List<Write> writes, @Nullable Fence fence) {
        throw new IllegalStateException("It is written to in transactions");
    }

    @Override
    public void truncate(List<String> collections, @Nullable Fence fence) {
        throw new IllegalStateException("Nobody empties it");
    }

    @Override
    public OpenTransaction begin(String flow, int shard, long epoch) {
        return replica.begin(flow, shard, epoch);
    }

    @Override
    public Map<Integer, Position> claim(String flow, long epoch) {
        return replica.claim(flow, epoch);
    }

    @Override
    public long latest(String flow) {
        return replica.latest(flow);
    }

    @Override
    public void reshard(String flow, long epoch, Map<Integer, Position> positions) {
        replica.reshard(flow, epoch, positions);
    }

    @Override
    public void forget(String flow) {
        replica.forget(flow);
    }

    @Override
    public List<Found> current(List<RowId> ids, @Nullable Position atLeast) {
        return replica.current(ids, atLeast);
    }

    @Override
    public Chunk chunk(
            String collection,
            @Nullable Predicate filter,
            @Nullable SnapshotPosition after,
            int rowsMax) {
        return replica.chunk(collection, filter, after, rowsMax);
    }

    @Override
    public void close() {}
}
