package io.syncline.connector.postgres;

import io.syncline.core.change.RowBlock;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Creation;
import io.syncline.core.endpoint.Evolution;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.ForeignKey;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Loading;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.References;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Transacting;
import io.syncline.core.endpoint.Write;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An endpoint's writing role, as its target does it. */
interface PostgresWriting
        extends Target, Loading, Transacting, Checkpoints, Creation, Evolution, References {
    /** Who writes. */
    PostgresTarget target();

    @Override
    default String localName(String collection) {
        return target().localName(collection);
    }

    @Override
    default List<Finding> agree(List<Layout> layouts) {
        return target().agree(layouts);
    }

    @Override
    default List<ForeignKey> foreignKeys(Set<String> collections) {
        return target().foreignKeys(collections);
    }

    @Override
    default void create(Layout layout) {
        target().create(layout);
    }

    @Override
    default List<Finding> evolve(Layout layout) {
        return target().evolve(layout);
    }

    @Override
    default void rekey(Layout layout) {
        target().rekey(layout);
    }

    @Override
    default List<Outcome> apply(List<Write> writes, @Nullable Fence fence) {
        return target().apply(writes, fence);
    }

    @Override
    default boolean load(String collection, RowBlock rows, Fence fence) {
        return target().load(collection, rows, fence);
    }

    @Override
    default OpenTransaction begin(String flow, int shard, long epoch) {
        return target().begin(flow, shard, epoch);
    }

    @Override
    default void truncate(List<String> collections, @Nullable Fence fence) {
        target().truncate(collections, fence);
    }

    @Override
    default Map<Integer, Position> claim(String flow, long epoch) {
        return target().claim(flow, epoch);
    }

    @Override
    default long latest(String flow) {
        return target().latest(flow);
    }

    @Override
    default void reshard(String flow, long epoch, Map<Integer, Position> positions) {
        target().reshard(flow, epoch, positions);
    }

    @Override
    default void forget(String flow) {
        target().forget(flow);
    }
}
