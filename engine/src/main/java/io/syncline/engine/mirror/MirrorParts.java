package io.syncline.engine.mirror;

import io.syncline.core.change.HybridClock;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.store.Store;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a mirror is made of.
 *
 * @param source the endpoint in its reading role
 * @param reader its open stream, closed by whoever opened it
 * @param shards where changes are applied; their lanes run already
 * @param sharding which of them has a row
 * @param ledgers where changes of collections without a key are applied
 * @param places how far collections without a key have come, by the source's names
 * @param plan what is copied where
 * @param snapshot the rows still to be copied, or null if all are
 * @param sweeps what is to be looked through, after lost log or again and again
 * @param durable how far the snapshot has come, as stored
 * @param from the place after which the reader began
 * @param context time
 * @param wakeShards lets waiting shards look again
 * @param applying whether the one shard keeps the source's transactions whole
 * @param meter told what happens
 * @param missing asks the source for a row
 * @param relayouts tells news of layouts from what is over
 * @param clock versions what the mirror writes of its own accord
 */
record MirrorParts(
        Source source,
        Reader reader,
        List<Shard> shards,
        Sharding sharding,
        Ledgers ledgers,
        Map<String, Position> places,
        Plan plan,
        @Nullable SnapshotRun snapshot,
        Sweeps sweeps,
        Map<String, Store.SnapshotProgress> durable,
        Position from,
        Context context,
        Runnable wakeShards,
        Applying applying,
        MirrorMeter meter,
        Missing missing,
        Relayouts relayouts,
        HybridClock clock) {}
