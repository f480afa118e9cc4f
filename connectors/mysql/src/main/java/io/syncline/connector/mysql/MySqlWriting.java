package io.syncline.connector.mysql;

import io.syncline.core.change.Field;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Fineness;
import io.syncline.core.endpoint.KeySource;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Transacting;
import io.syncline.core.endpoint.UniqueHolders;
import io.syncline.core.endpoint.Write;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An endpoint's writing role, as its parts do it. */
interface MySqlWriting
        extends Target, Transacting, Checkpoints, Fineness, KeySource, UniqueHolders {
    /** Who writes. */
    MySqlTarget target();

    /** Who keeps positions. */
    FlowCheckpoints checkpoints();

    /** Who gives keys out. */
    MySqlKeys keySource();

    @Override
    default @Nullable String givesNoKeys(String collection) {
        return keySource().givesNoKeys(collection);
    }

    @Override
    default List<Value> keys(String collection, int count) {
        return keySource().keys(collection, count);
    }

    @Override
    default Held held(RowId id, Row row) {
        return target().holders().held(id, row);
    }

    @Override
    default List<Outcome> apply(List<Write> writes, @Nullable Fence fence) {
        return target().apply(writes, fence);
    }

    @Override
    default OpenTransaction begin(String flow, int shard, long epoch) {
        return target().begin(flow, shard, epoch);
    }

    @Override
    default int secondDigits(String collection, Field field) {
        return target().secondDigits(collection, field.name());
    }

    @Override
    default void truncate(List<String> collections, @Nullable Fence fence) {
        target().truncate(collections, fence);
    }

    @Override
    default Map<Integer, Position> claim(String flow, long epoch) {
        return checkpoints().claim(flow, epoch);
    }

    @Override
    default long latest(String flow) {
        return checkpoints().latest(flow);
    }

    @Override
    default void reshard(String flow, long epoch, Map<Integer, Position> positions) {
        checkpoints().reshard(flow, epoch, positions);
    }

    @Override
    default void forget(String flow) {
        checkpoints().forget(flow);
    }
}
